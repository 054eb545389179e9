import AMQP
import JSON
import MockServer

extension FieldTable {
  /// Reads an object: whole numbers become 32 bits wide where they fit, and 64 else.
  init(_ node: FixtureNode) throws(FixtureError) {
    self.init()
    for (name, member) in try node.members() { append(name, try FieldValue(member)) }
  }

  /// As JSON, for people; texts that are no UTF-8 lose bytes, and widths of numbers are not told.
  var form: JSONValue { .object(JSONObject(map { .init(key: $0.name, value: $0.value.form) })) }
}

extension FieldValue {
  fileprivate init(_ node: FixtureNode) throws(FixtureError) {
    switch node.value {
    case .null: self = .void
    case .bool(let flag): self = .bool(flag)
    case .string(let text): self = .text(text)
    case .number(let number):
      if let whole = number.int {
        self = Int32(exactly: whole).map { .int32($0) } ?? .int64(Int64(whole))
      } else {
        self = .double(number.double)
      }
    case .array:
      var values: [FieldValue] = []
      for element in try node.array() { values.append(try FieldValue(element)) }
      self = .array(values)
    case .object: self = .table(try FieldTable(node))
    }
  }

  fileprivate var form: JSONValue {
    switch self {
    case .bool(let flag): .bool(flag)
    case .longString(let bytes), .bytes(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .float(let value): Self.number("\(value)")
    case .double(let value): Self.number("\(value)")
    case .decimal(let scale, let value): Self.number("\(value)e-\(scale)")
    case .timestamp(let seconds): Self.number("\(seconds)")
    case .table(let fields): fields.form
    case .array(let values): .array(values.map(\.form))
    case .void: .null
    default: int.map { .number(JSONNumber($0)) } ?? .null
    }
  }

  /// What JSON has no number for is text.
  private static func number(_ text: String) -> JSONValue {
    JSONNumber(text).map { .number($0) } ?? .string(text)
  }
}
