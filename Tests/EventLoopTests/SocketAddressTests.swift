import EventLoop
import Testing

@Suite struct SocketAddressTests {
  struct Case: CustomTestStringConvertible {
    let host: String
    let text: String
    let isLoopback: Bool
    var testDescription: String { host }
    init(_ host: String, _ text: String, isLoopback: Bool) {
      self.host = host
      self.text = text
      self.isLoopback = isLoopback
    }
  }

  @Test(arguments: [
    Case("127.0.0.1", "127.0.0.1:80", isLoopback: true),
    Case("127.1.2.3", "127.1.2.3:80", isLoopback: true),
    Case("localhost", "127.0.0.1:80", isLoopback: true),
    Case("0.0.0.0", "0.0.0.0:80", isLoopback: false),
    Case("192.0.2.1", "192.0.2.1:80", isLoopback: false),
    Case("::1", "[::1]:80", isLoopback: true),
    Case("::", "[::]:80", isLoopback: false),
    Case("2001:db8::1", "[2001:db8::1]:80", isLoopback: false),
  ])
  func `a numeric host is an address`(_ example: Case) throws {
    let address = try SocketAddress(host: example.host, port: 80)
    #expect(address.description == example.text)
    #expect(address.isLoopback == example.isLoopback)
    #expect(address.port == 80)
  }

  @Test(arguments: ["", "example.org", "127.1", "1.2.3.256", "[::1]", "127.0.0.1:80", "1.2.3.4 "])
  func `another host is refused in words`(_ host: String) {
    let error = #expect(throws: SocketError.self) { try SocketAddress(host: host, port: 80) }
    #expect(
      error?.description
        == "cannot listen on \(host): not a numeric IPv4 or IPv6 address, nor localhost")
  }
}
