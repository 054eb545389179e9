import HTTPMessage
import JSON
@testable import MockServer
import MockSupport
import Testing

@Suite struct `Base 64` {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let text: String
    let urlText: String
    var testDescription: String { text.isEmpty ? "nothing" : text }

    init(_ bytes: [UInt8], _ text: String, url: String? = nil) {
      self.bytes = bytes
      self.text = text
      urlText = url ?? text.replacing("=", with: "")
    }
  }

  /// The vectors of RFC 4648, section 10, and all that the two alphabets differ in.
  static let cases = [
    Case(Array("".utf8), ""), Case(Array("f".utf8), "Zg=="), Case(Array("fo".utf8), "Zm8="),
    Case(Array("foo".utf8), "Zm9v"), Case(Array("foob".utf8), "Zm9vYg=="),
    Case(Array("fooba".utf8), "Zm9vYmE="), Case(Array("foobar".utf8), "Zm9vYmFy"),
    Case([0xFB, 0xEF, 0xBE], "++++", url: "----"), Case([0xFF, 0xFF, 0xFF], "////", url: "____"),
    Case([0xFB, 0xFF], "+/8=", url: "-_8"), Case([0], "AA=="),
  ]

  @Test(arguments: cases)
  func `is written with padding`(example: Case) {
    #expect(Base64.encode(example.bytes) == example.text)
  }

  @Test(arguments: cases)
  func `is written without padding for URLs`(example: Case) {
    #expect(Base64.encodeURL(example.bytes) == example.urlText)
  }

  @Test(arguments: cases)
  func `is read in either alphabet`(example: Case) {
    #expect(Base64.decode(example.text) == example.bytes)
    #expect(Base64.decode(example.urlText) == example.bytes)
  }

  @Test(arguments: ["Zg==\n", "Z g", "Zm9=v", "Zm9v!", "é", "Zm9vY", "A", "A==="])
  func `is not read from other text`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func `gives back every byte`() {
    let bytes = Array(UInt8.min...UInt8.max)
    #expect(Base64.decode(Base64.encode(bytes)) == bytes)
  }
}

@Suite struct `A timestamp` {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let microseconds: Int
    /// What it is written as; nil for the same text.
    let written: String?
    var testDescription: String { text }

    init(_ text: String, _ microseconds: Int, written: String? = nil) {
      self.text = text
      self.microseconds = microseconds
      self.written = written
    }
  }

  static let cases = [
    Case("1970-01-01T00:00:00", 0),
    Case("1970-01-01T00:00:00.000001", 1),
    Case("1969-12-31T23:59:59.999999", -1),
    Case("2012-03-21T13:35", 1_332_336_900_000_000, written: "2012-03-21T13:35:00"),
    Case("2012-03-21T13:35:00.5", 1_332_336_900_500_000, written: "2012-03-21T13:35:00.500000"),
    Case("2000-02-29T23:59:59.012345", 951_868_799_012_345),
    Case("2099-01-01T00:00:00.000000", 4_070_908_800_000_000, written: "2099-01-01T00:00:00"),
    Case("0001-01-01T00:00:00", -62_135_596_800_000_000),
    Case("9999-12-31T23:59:59.999999", 253_402_300_799_999_999),
  ]

  @Test(arguments: cases)
  func `is read to the microsecond`(example: Case) {
    #expect(Timestamp(iso8601: example.text)?.microseconds == example.microseconds)
  }

  @Test(arguments: cases)
  func `is written as Python does`(example: Case) {
    let written = Timestamp(microseconds: example.microseconds).iso8601
    #expect(written == example.written ?? example.text)
  }

  @Test(arguments: [
    "", "2012-03-21", "13:35", "2012-03-21 13:35", "2012-03-21T13", "2012-03-21T13:35Z",
    "2012-03-21T13:35:00+00:00", "2012-03-21T13:35:00.", "2012-03-21T13:35:00.1234567",
    "2012-03-21T13:35:00,5", "2012-00-21T13:35", "2012-13-21T13:35", "2012-03-00T13:35",
    "2012-03-32T13:35", "2012-02-30T13:35", "2011-02-29T13:35", "2012-04-31T13:35",
    "2012-03-21T24:00", "2012-03-21T13:60", "2012-03-21T13:35:61", "2012-3-21T13:35",
    "2012-03-21T1:35", "12-03-21T13:35", "+2012-03-21T13:35", "2012-+3-21T13:35",
    "2012-03-21T13:35:00.+5", "2012-03-21T13:35:00.-5", "2012-03-21T13:35.5", "20120-03-21T13:35",
    "999999999999999-01-01T00:00", "9223372036854775807-01-01T00:00", "2012-03-21T13:35T",
    "٢٠١٢-03-21T13:35",
  ])
  func `is not read from other text`(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test(arguments: [
    (-1, -1), (-1_000_000, -1), (-1_000_001, -2), (0, 0), (999_999, 0), (1_000_000, 1),
  ])
  func `has the second that it lies in`(microseconds: Int, seconds: Int) {
    #expect(Timestamp(microseconds: microseconds).seconds == seconds)
  }

  @Test func `is ordered by time`() {
    #expect(Timestamp(microseconds: -1) < Timestamp(microseconds: 0))
  }
}

@Suite struct `An identifier` {
  @Test func `is a UUID's text in lower case`() {
    let text = UUIDText.format(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
    #expect(text == "01234567-89ab-cdef-fedc-ba9876543210")
  }

  @Test func `counts up where a run is to be repeated`() {
    let source = CountingIdentifiers()
    #expect(source.uuid() == "00000000-0000-4000-8000-000000000001")
    #expect(source.uuid() == "00000000-0000-4000-8000-000000000002")
  }

  @Test(arguments: 1...20)
  func `is of version 4 where it is random`(_: Int) throws {
    let text = RandomIdentifiers().uuid()
    #expect(
      try /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/.wholeMatch(in: text)
        != nil)
  }

  @Test func `differs from the one before`() {
    #expect(RandomIdentifiers().uuid() != RandomIdentifiers().uuid())
  }
}
