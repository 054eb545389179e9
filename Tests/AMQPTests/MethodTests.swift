import AMQP
import AMQPSupport
import JSON
import Testing

@Suite struct MethodTests {
  private let wire: WireForm

  init() throws { wire = try WireForm() }

  /// Methods that are refused by name: the codec does not have them.
  private static let unknown: Set<String> = ["exchange.bind", "basic.recover", "tx.select"]

  private static let names = (try? WireForm().names) ?? []

  /// Every argument different from nothing, so that none can be mixed up with another unseen.
  private func sample(_ name: String, bits: Int) -> [UInt8] {
    var arguments: [JSONObject.Member] = []
    for (place, field) in wire.fields(of: name).enumerated() {
      let value: JSONValue =
        switch field.type {
        case "bit": .bool(bits >> place & 1 == 1)
        case "table": ["s": "text", "n": -7, "t": ["b": true], "v": .null]
        case "shortstr", "longstr": field.name.hasPrefix("reserved") ? "" : .string("text \(place)")
        default: field.name.hasPrefix("reserved") ? 0 : .number(JSONNumber(100 + place))
        }
      if field.name != "reserved-2" { arguments.append(.init(key: field.name, value: value)) }
    }
    return wire.encode([258, .string(name), .object(JSONObject(arguments))])
  }

  @Test(arguments: names)
  func `a method is read and written as the specification lays it out`(_ name: String) throws {
    for bits in [0, 0b0101_0101_0101, 0b1010_1010_1010] {
      let bytes = sample(name, bits: bits)
      var decoder = FrameDecoder()
      decoder.append(bytes)
      switch try decoder.next() {
      case .frame(let frame):
        #expect(frame.channel == 258)
        guard case .method(let method) = frame.payload else {
          Issue.record("no method")
          return
        }
        #expect("\(method.id)" == name)
        var encoder = FrameEncoder()
        encoder.append(frame)
        #expect(encoder.bytes == bytes)
      case .unknownMethod(let channel, let id):
        #expect(channel == 258)
        #expect("\(id)" == name)
        #expect(Self.unknown.contains(name))
      default: Issue.record("nothing was read")
      }
    }
  }

  @Test(arguments: names)
  func `a method whose arguments are cut short is refused`(_ name: String) throws {
    let bytes = sample(name, bits: 0)
    let payload = bytes[7..<(bytes.count - 1)]
    guard !Self.unknown.contains(name), payload.count > 4 else { return }
    for length in 4..<payload.count {
      var decoder = FrameDecoder()
      decoder.append([1, 0, 1, 0, 0, 0, UInt8(length)] + payload.prefix(length) + [0xCE])
      let error = #expect(throws: WireError.self) { try decoder.next() }
      #expect(error?.code == .syntaxError)
      #expect(error?.method.map { "\($0)" } == name)
    }
  }

  @Test(arguments: names)
  func `a method with bytes behind its arguments is refused`(_ name: String) throws {
    guard !Self.unknown.contains(name) else { return }
    var bytes = sample(name, bits: 0)
    bytes.insert(0, at: bytes.count - 1)
    bytes[6] += 1
    var decoder = FrameDecoder()
    decoder.append(bytes)
    #expect(throws: WireError.self) { try decoder.next() }
  }
}
