import HTTPMessage
import Testing

@Suite struct `A form in parts` {
  private static let type = "multipart/form-data; boundary=b0undary"

  private func form(
    _ body: String, type: String = type, limits: MultipartForm.Limits = .init()
  ) throws -> MultipartForm {
    try MultipartForm(Array(body.utf8)[...], contentType: type, limits: limits)
  }

  private func part(_ disposition: String, _ content: String = "x", fields: String = "") -> String {
    "--b0undary\r\nContent-Disposition: form-data; \(disposition)\r\n\(fields)\r\n\(content)\r\n"
  }

  @Test func `has names, file names, fields and contents in order`() throws {
    let body =
      part("name=\"a\"", "1") + part("name=a", "2")
      + part("name=\"f\"; filename=\"x y.bin\"", "\r\n--\0", fields: "Content-Type: image/png\r\n")
    let form = try form(body + "--b0undary--\r\n")
    #expect(form.parts.map(\.name) == ["a", "a", "f"])
    #expect(form.parts.map(\.fileName) == [nil, nil, "x y.bin"])
    #expect(
      form.parts.map { String(decoding: $0.content, as: UTF8.self) } == ["1", "2", "\r\n--\0"])
    #expect(form["f"]?.fields[.contentType] == "image/png")
    #expect(form["a"]?.content.first == UInt8(ascii: "1"))
    #expect(form["b"] == nil)
  }

  @Test func `may be without parts, and with text around it`() throws {
    #expect(try form("--b0undary--").parts.isEmpty)
    let around = try form("in front\r\n" + part("name=\"a\"") + "--b0undary--behind")
    #expect(around.parts.map(\.name) == ["a"])
  }

  @Test(arguments: [
    ("name=\"a\"; filename=\"größe.txt\"", "größe.txt"),
    ("name=\"a\"; filename=\"x.txt\"; filename*=UTF-8'de'gr%C3%B6%C3%9Fe.txt", "größe.txt"),
    ("name=\"a\"; filename=\"x.txt\"; filename*=latin-1''gr%F6%DFe.txt", "x.txt"),
    ("name=\"a\"; filename=\"x.txt\"; filename*=utf-8''%", "x.txt"),
    ("FileName = x.txt ; Name=a", "x.txt"), ("name=a; filename=\"a;b=\\\"c\\\"\"", "a;b=\"c\""),
    ("name=a; filename=\"C:\\dir\\x\"", "C:\\dir\\x"), ("name=a; flag; filename=\"open", "open"),
  ])
  func `takes file names as they may be written`(disposition: String, name: String) throws {
    #expect(try form(part(disposition) + "--b0undary--")["a"]?.fileName == name)
  }

  @Test func `is refused when it is cut anywhere`() throws {
    let whole = Array((part("name=\"a\"; filename=\"f\"", "1\r\n2") + "--b0undary--").utf8)
    for end in whole.indices {
      #expect(throws: MultipartForm.Problem.self, "cut at \(end)") {
        try MultipartForm(whole[..<end], contentType: Self.type)
      }
    }
    #expect(try MultipartForm(whole[...], contentType: Self.type).parts.count == 1)
  }

  @Test func `is read alike wherever its bytes stand in memory`() throws {
    let whole = Array((part("name=\"a\"", "1") + "--b0undary--").utf8)
    let shifted = [UInt8](repeating: 0x0D, count: 7) + whole
    let form = try MultipartForm(shifted[7...], contentType: Self.type)
    #expect(form.parts.map { Array($0.content) } == [[UInt8(ascii: "1")]])
  }

  @Test func `has as many parts and as long fields as its limits allow`() throws {
    var limits = MultipartForm.Limits()
    limits.parts = 2
    limits.fields = 60
    let short = part("name=\"a\"")
    #expect(try form(short + short + "--b0undary--", limits: limits).parts.count == 2)
    #expect(throws: MultipartForm.Problem.self) {
      try form(short + short + short + "--b0undary--", limits: limits)
    }
    #expect(throws: MultipartForm.Problem.self) {
      try form(
        part("name=\"a\"; filename=\"twenty letters long\"") + "--b0undary--", limits: limits)
    }
  }

  /// A few bytes changed at random, the same ones in every run: read or refused, never anything else.
  @Test func `survives any change`() {
    let whole = Array(
      (part("name=\"a\"; filename*=utf-8''%41", "1\r\n") + part("name=b") + "--b0undary--").utf8)
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let odd: [UInt8] = [0, 0x0A, 0x0D, 0x20, 0x22, 0x25, 0x2D, 0x3B, 0x3D, 0x5C, 0x7F, 0xFF]
    for _ in 0..<3_000 {
      var changed = whole
      for _ in 0...next(4) {
        switch next(3) {
        case 0: changed[next(changed.count)] = odd[next(odd.count)]
        case 1: changed.remove(at: next(changed.count))
        default: changed.insert(odd[next(odd.count)], at: next(changed.count))
        }
      }
      guard let form = try? MultipartForm(changed[...], contentType: Self.type) else { continue }
      #expect(form.parts.allSatisfy { $0.content.endIndex <= changed.count })
    }
  }
}
