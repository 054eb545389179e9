/// An HTTP answer as it came, read without the code under test.
public struct RawAnswer: Sendable, CustomStringConvertible {
  public let status: Int
  /// Status line and field lines as they came, with the empty line.
  public let head: String
  public let fields: [(name: String, value: String)]
  public private(set) var body: [UInt8] = []

  init(head bytes: ArraySlice<UInt8>) throws(RawClient.Failure) {
    head = String(decoding: bytes, as: UTF8.self)
    let lines = bytes.split(separator: 10).map {
      String(decoding: $0.last == 13 ? $0.dropLast() : $0, as: UTF8.self)
    }
    let parts = lines[0].split(separator: " ", maxSplits: 2)
    guard lines[0].hasPrefix("HTTP/1.1 "), parts.count == 3, let status = Int(parts[1]) else {
      throw RawClient.Failure(operation: "no status line: \(lines[0])", code: 0)
    }
    self.status = status
    fields = lines.dropFirst().filter { !$0.isEmpty }.map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (String(line[..<colon]), String(line[colon...].dropFirst().drop { $0 == " " }))
    }
  }

  func with(body: [UInt8]) -> RawAnswer {
    var copy = self
    copy.body = body
    return copy
  }

  /// The value of the first field of this name, in any case.
  public subscript(name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }

  public var description: String { head + text }

  /// Bytes that follow the head, unless the request was HEAD.
  var bodyLength: Int {
    status < 200 || status == 204 || status == 304
      ? 0 : self["Content-Length"].flatMap(Int.init) ?? 0
  }
}
