import JSON
import Testing

@testable import ProvenaClient

@Suite struct `A signature` {
  @Test(arguments: CaseFile.list("digests"))
  func `begins with a digest as the standard has it`(example: JSONValue) throws {
    let text = try #require(example["text"]?.string)
    let count = example["times"]?.int ?? 1
    let message = Array(String(repeating: text, count: count).utf8)
    #expect(SHA256.digest(of: message).hexadecimal == example["sha256"]?.string)
  }

  @Test(arguments: CaseFile.list("signatures"))
  func `is verified with keys of all sizes, and only when it is right`(
    example: JSONValue
  ) throws {
    let key = try #require(RSAPublicKey(der: try example.bytes("key")))
    let message = Array(try #require(example["message"]?.string).utf8)
    let isRight = try #require(example["verifies"]?.bool as Bool?)
    #expect(key.verifies(try example.bytes("signature"), of: message) == isRight)
  }

  @Test(arguments: CaseFile.list("odd-keys"))
  func `is verified with no odd key`(example: JSONValue) throws {
    #expect(RSAPublicKey(der: try example.bytes("key")) == nil)
  }

  @Test func `is verified with no key that was cut or changed in its frame`() throws {
    let bytes = try #require(CaseFile.list("signatures").first).bytes("key")
    for count in bytes.indices { #expect(RSAPublicKey(der: Array(bytes[..<count])) == nil) }
    #expect(RSAPublicKey(der: bytes + [0]) == nil)
  }

  @Test(arguments: CaseFile.list("web-tokens"))
  func `is on a token, which is judged like this`(example: JSONValue) throws {
    let example = CaseFile.filled(example)
    let key = try #require(RSAPublicKey(der: try example.bytes("key")))
    let text = try #require(example["token"]?.string)
    let now = try #require(example["now"]?.int)
    do throws(TokenFault) {
      let token = try AccessToken(text, signedBy: key, at: now)
      #expect(token.text == text)
      #expect(example["fault"] == .null, "accepted")
    } catch {
      #expect(error.description == example["fault"]?.string)
    }
  }
}

extension [UInt8] {
  fileprivate var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
