public import AMQP
import Glibc
import Synchronization

/// A broker that says what a test tells it to, and what is usual when the test says nothing: it lets
/// everybody in, has every exchange, and acknowledges every message at once.
///
/// It knows no more of the protocol than the codec, and shares nothing else with the client.
public final class ScriptedBroker: Sendable {
  /// What the test does about something that came; false for what is usual.
  public typealias Script = @Sendable (FrameDecoder.Incoming, borrowing Link) -> Bool

  /// What came, on which connection, the first being 1.
  public struct Heard: Sendable, CustomStringConvertible {
    public let connection: Int
    public let incoming: FrameDecoder.Incoming
    public var description: String { "\(connection): \(incoming)" }
  }

  /// A message that was published, put together.
  public struct Published: Sendable {
    public let connection: Int
    public let channel: UInt16
    public let exchange: String
    public let routingKey: String
    public let isMandatory: Bool
    public let properties: BasicProperties
    public let body: [UInt8]
    public var text: String { String(decoding: body, as: UTF8.self) }
  }

  public let port: Int
  private let listener: Int32
  private let script: Script
  /// What connection.tune says.
  let tune: Connection.Tune
  private let kept = Mutex<(heard: [Heard], published: [Published])>(([], []))
  private let links = OpenLinks()

  public init(
    tune: Connection.Tune = .init(channelMax: 2047, frameMax: 131_072, heartbeat: 0),
    _ script: @escaping Script = { _, _ in false }
  ) {
    self.script = script
    self.tune = tune
    let door = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        _ = bind(door, generic, length)
        _ = listen(door, 16)
        _ = getsockname(door, generic, &length)
      }
    }
    listener = door
    port = Int(UInt16(bigEndian: address.sin_port))
    // A class's thread must not begin before the class is made.
    let own = WeakBroker(self)
    onThread { [links] in Self.accept(door, own, links) }
  }

  deinit {
    // The thread that accepts closes it: before that, its number must not become another's.
    shutdown(listener, Int32(SHUT_RDWR))
    cutAll()
  }

  public var address: BrokerAddress {
    BrokerAddress(host: "127.0.0.1", port: port, user: "u", password: "p", virtualHost: "v")
  }

  public var heard: [Heard] { kept.withLock { $0.heard } }
  public var published: [Published] { kept.withLock { $0.published } }

  /// The names of the methods that came, and `header`, `body`, `heartbeat`, `protocol-header`.
  public var names: [String] { heard.map { name($0.incoming) } }

  /// Waits until something of this name has come.
  public func hasHeard(_ name: String) async {
    while !names.contains(name) { await Task.yield() }
  }

  /// Breaks all connections.
  public func cutAll() { links.cut() }

  func keep(_ message: Published) { kept.withLock { $0.published.append(message) } }

  private static func accept(_ listener: Int32, _ broker: WeakBroker, _ links: OpenLinks) {
    defer { close(listener) }
    var count = 0
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      count += 1
      let number = count
      links.add(descriptor)
      onThread { Link(descriptor, number, broker, links).serve() }
    }
  }

  func take(_ incoming: FrameDecoder.Incoming, _ link: borrowing Link) {
    kept.withLock { $0.heard.append(Heard(connection: link.number, incoming: incoming)) }
    if !script(incoming, link) { link.answerAsUsual(incoming) }
  }
}

/// The sockets of connections, none of which is closed while it is being cut.
final class OpenLinks: Sendable {
  private let descriptors = Mutex<Set<Int32>>([])

  func add(_ descriptor: Int32) { descriptors.withLock { _ = $0.insert(descriptor) } }

  func close(_ descriptor: Int32) {
    descriptors.withLock { descriptors in
      descriptors.remove(descriptor)
      _ = Glibc.close(descriptor)
    }
  }

  func cut() {
    descriptors.withLock { descriptors in
      for descriptor in descriptors { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }
}

/// What is waited for elsewhere must not be kept alive by the thread that it waits for.
struct WeakBroker: Sendable {
  weak let value: ScriptedBroker?
  init(_ value: ScriptedBroker) { self.value = value }
}

/// The name of what came, as in the specification.
public func name(_ incoming: FrameDecoder.Incoming) -> String {
  switch incoming {
  case .protocolHeader: "protocol-header"
  case .unknownMethod(_, let id): "\(id)"
  case .frame(let frame):
    switch frame.payload {
    case .method(let method): "\(method.id)"
    case .header: "header"
    case .body: "body"
    case .heartbeat: "heartbeat"
    }
  }
}

func onThread(_ body: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let box = Unmanaged.passRetained(Box(body)).toOpaque()
  pthread_create(
    &thread, nil,
    { pointer in
      guard let pointer else { return nil }
      Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body()
      return nil
    }, box)
  pthread_detach(thread)
}
