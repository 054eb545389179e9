import AMQP
import AMQPSupport
import JSON
import MockSupport
import Testing

@Suite struct FieldTableTests {
  static let cases: [JSONValue] =
    (try? JSONReader.value(of: Repository.bytes("Tests/AMQPTests/Cases/tables.json")))?.array ?? []

  @Test func `there are cases for every type`() { #expect(Self.cases.count > 20) }

  /// What is written of a table, without its length.
  private func written(_ table: FieldTable) -> [UInt8] {
    var encoder = FrameEncoder()
    let arguments = Queue.Declare(queue: "", arguments: table)
    encoder.append(Frame(channel: 1, .queueDeclare(arguments)))
    // Frame head, method, reserved field, name, flags and the table's length stand in front.
    return Array(encoder.bytes.dropFirst(7 + 4 + 2 + 1 + 1 + 4).dropLast())
  }

  @Test(arguments: cases)
  func `a value is read and written by its type's letter`(_ value: JSONValue) throws {
    let bytes = WireForm.bytes(ofHex: value["bytes"]?.string ?? "")
    if let words = value["error"]?.string {
      let error = #expect(throws: WireError.self) { try FieldTable(entries: bytes) }
      #expect(error?.code == .syntaxError)
      #expect(error?.reason == words)
      return
    }
    let table = try FieldTable(entries: bytes)
    let read = try #require(table["a"])
    #expect("\(read)" == value["value"]?.string)
    let expected = value["written"]?.string.map(WireForm.bytes) ?? bytes
    #expect(written(table) == expected)
  }

  @Test func `order and repeated names are kept`() throws {
    var table = FieldTable()
    table.append("b", .int32(1))
    table.append("a", .bool(false))
    table.append("b", .void)
    #expect(try FieldTable(entries: written(table)) == table)
    #expect(table["b"] == .int32(1))
    #expect(table.map(\.name) == ["b", "a", "b"])
  }

  @Test func `tables that are nested without end are refused`() throws {
    func nested(_ depth: Int) -> FieldTable {
      (0..<depth).reduce(FieldTable()) { inner, _ in ["n": .table(inner)] }
    }
    #expect(throws: Never.self) { try FieldTable(entries: written(nested(31))) }
    let error = #expect(throws: WireError.self) { try FieldTable(entries: written(nested(33))) }
    #expect(error?.reason == "tables are nested deeper than 32")
  }
}
