import EventLoop
import Synchronization
import TestSupport
import Testing

/// A protocol that echoes, and does with its connection what single letters tell.
private final class Script: ConnectionHandler {
  static let time = UInt8(ascii: "t")
  static let end = UInt8(ascii: "e")
  static let cut = UInt8(ascii: "c")

  func opened(_ connection: Connection) {
    connection.output += Array("hello ".utf8)
    connection.deadline = connection.now + 1_000
  }

  func received(_ bytes: UnsafeRawBufferPointer, on connection: Connection) {
    for byte in bytes {
      connection.output.append(byte)
      switch byte {
      case Self.time: connection.deadline = connection.now + 5_000
      case Self.end: connection.closeAfterOutput()
      case Self.cut: connection.close()
      default: break
      }
    }
  }

  func drained(_ connection: Connection) {}

  func deadlinePassed(on connection: Connection) {
    connection.output += Array("late".utf8)
    connection.closeAfterOutput()
  }

  func stopping(_ connection: Connection) {
    connection.output += Array("bye".utf8)
    connection.closeAfterOutput()
  }
}

@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
  private let clock = ManualClock()
  private let group: EventLoopGroup
  private let listening: Listening

  init() throws {
    group = try EventLoopGroup(count: 1, clock: { [clock] in clock.now })
    listening = try group.listen(on: SocketAddress(host: "127.0.0.1", port: 0)) { Script() }
  }

  private func connect() throws -> RawClient {
    let client = try RawClient(port: listening.address.port, of: group)
    #expect(try client.read(6) == Array("hello ".utf8))
    return client
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `port 0 becomes a real port`() {
    #expect(listening.address.port != 0)
    #expect(listening.address.host == "127.0.0.1")
  }

  @Test func `what a handler writes is sent, first and in answer`() throws {
    let client = try connect()
    try client.send("xyz")
    #expect(text(try client.read(3)) == "xyz")
  }

  @Test func `a connection closes after what was written`() throws {
    let client = try connect()
    try client.send("abe")
    #expect(text(try client.readToEnd()) == "abe")
  }

  @Test func `a connection that is cut loses what was written with the cut`() throws {
    let client = try connect()
    try client.send("abc")
    // Closing on bytes that were read does not reset.
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `a deadline passes when the injected clock says so`() throws {
    let client = try connect()
    clock.advance(by: 1_000)
    group.wake()
    #expect(text(try client.readToEnd()) == "late")
  }

  @Test func `a deadline can be moved`() throws {
    let client = try connect()
    try client.send("t")
    #expect(text(try client.read(1)) == "t")
    clock.advance(by: 4_999)
    group.wake()
    try client.send("x")
    #expect(text(try client.read(1)) == "x")
    clock.advance(by: 251)
    group.wake()
    #expect(text(try client.readToEnd()) == "late")
  }

  @Test func `stopping tells the connections`() async throws {
    let client = try connect()
    await withCheckedContinuation { continuation in
      listening.stop(within: 10_000) { continuation.resume() }
      let rest = try? client.readToEnd()
      #expect(rest.map(text) == "bye")
      client.finishSending()
    }
  }

  @Test func `ending the loops cuts what is open`() throws {
    let client = try connect()
    group.shutdown()
    #expect(try client.readToEnd().isEmpty)
  }

  @Test func `an address of another machine cannot be listened on`() throws {
    let address = try SocketAddress(host: "192.0.2.1", port: 0)
    let error = #expect(throws: SocketError.self) { try group.listen(on: address) { Script() } }
    #expect(error?.isAddressInUse == false)
    #expect(error?.description == "cannot listen on 192.0.2.1:0: Cannot assign requested address")
  }
}
