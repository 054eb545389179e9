/// A form as `multipart/form-data` carries it (RFC 7578, RFC 2046 section 5.1).
public struct MultipartForm: Sendable {
  /// One field of the form.
  public struct Part: Sendable {
    public let name: String
    /// Nil for a field that is no file.
    public let fileName: String?
    public let fields: HTTPFields
    public let content: ArraySlice<UInt8>
  }

  /// How much of a form is taken.
  public struct Limits: Sendable {
    public var parts = 100
    /// Bytes of one part's field lines.
    public var fields = 8 * 1024

    public init() {}
  }

  /// Why a body is no form, for the one who wrote the client.
  public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
  }

  /// In the order of the body; names may repeat.
  public let parts: [Part]

  /// The first part of this name.
  public subscript(name: String) -> Part? { parts.first { $0.name == name } }

  /// Reads a request's body.
  ///
  /// - Throws: ``Problem`` when its content type is another, or the body is cut off, malformed, or
  ///   beyond the limits.
  public init(_ request: HTTPRequest, limits: Limits = Limits()) throws(Problem) {
    try self.init(
      request.body, contentType: request.fields[.contentType] ?? "", limits: limits)
  }

  /// Reads a body of that content type.
  ///
  /// - Throws: ``Problem``
  public init(
    _ body: ArraySlice<UInt8>, contentType: String, limits: Limits = Limits()
  ) throws(Problem) {
    let type = HeaderParameters(contentType)
    guard type.value.lowercased() == "multipart/form-data" else {
      throw Problem("Content-Type must be multipart/form-data")
    }
    guard let boundary = type["boundary"], (1...70).contains(boundary.utf8.count) else {
      throw Problem("Content-Type has no boundary of 1 to 70 characters")
    }
    parts = try Self.parts(of: body, boundary: Array("--\(boundary)".utf8), limits)
  }

  private static func parts(
    of body: ArraySlice<UInt8>, boundary: [UInt8], _ limits: Limits
  ) throws(Problem) -> [Part] {
    var parts: [Part] = []
    var rest = body
    // What stands in front of the first boundary means nothing; the first may begin the body.
    if rest.starts(with: boundary) {
      rest = rest.dropFirst(boundary.count)
    } else {
      guard let first = Self.delimiter(boundary, in: rest) else {
        throw Problem("the boundary of Content-Type is not in the body")
      }
      rest = rest[(first + 2 + boundary.count)...]
    }
    while true {
      if rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) { return parts }
      rest = rest.drop { $0 == ASCII.space || $0 == ASCII.tab }
      guard rest.starts(with: [ASCII.cr, ASCII.lf]) else {
        throw Problem("a boundary must end its line")
      }
      // The line end belongs to the boundary, and may be the one in front of the next.
      guard let end = Self.delimiter(boundary, in: rest) else {
        throw Problem("the body ends inside part \(parts.count + 1)")
      }
      guard parts.count < limits.parts else { throw Problem("more than \(limits.parts) parts") }
      parts.append(try part(rest[rest.startIndex..<end], number: parts.count + 1, limits))
      rest = rest[(end + 2 + boundary.count)...]
    }
  }

  /// Where the next CR LF and boundary begin.
  private static func delimiter(_ boundary: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var from = bytes.startIndex
    while let cr = bytes[from...].firstIndex(of: ASCII.cr) {
      let rest = bytes[(cr + 1)...]
      if rest.first == ASCII.lf, rest.dropFirst().starts(with: boundary) { return cr }
      from = cr + 1
    }
    return nil
  }

  /// Reads a part from the line end behind its boundary.
  private static func part(
    _ bytes: ArraySlice<UInt8>, number: Int, _ limits: Limits
  ) throws(Problem) -> Part {
    guard bytes.count >= 2, let blank = blankLine(in: bytes.prefix(limits.fields + 4)) else {
      throw Problem("part \(number) has no empty line within \(limits.fields) bytes")
    }
    let lines = Array(bytes[(bytes.startIndex + 2)..<max(blank + 2, bytes.startIndex + 2)])
    let fields: HTTPFields
    do throws(HTTPParseError) {
      fields = try HTTPFields(wireForm: lines)
    } catch {
      throw Problem("part \(number): \(error.reason)")
    }
    let disposition = HeaderParameters(fields["Content-Disposition"] ?? "")
    guard disposition.value.lowercased() == "form-data", let name = disposition["name"] else {
      throw Problem("part \(number) needs Content-Disposition: form-data; name=\"…\"")
    }
    return Part(
      name: name, fileName: disposition.extended("filename") ?? disposition["filename"],
      fields: fields, content: bytes[(blank + 4)...])
  }

  /// Where the last line end in front of the content begins; the first of all for a part without
  /// field lines.
  private static func blankLine(in bytes: ArraySlice<UInt8>) -> Int? {
    var from = bytes.startIndex
    while let cr = bytes[from...].firstIndex(of: ASCII.cr) {
      if bytes[cr...].starts(with: [ASCII.cr, ASCII.lf, ASCII.cr, ASCII.lf]) { return cr }
      from = cr + 1
    }
    return nil
  }
}
