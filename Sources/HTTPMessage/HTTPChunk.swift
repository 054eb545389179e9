/// The lines between the pieces of a chunked body (RFC 9112, section 7.1).
enum HTTPChunk {
  /// The size on a chunk's first line; extensions are checked for control characters and ignored.
  static func size(of line: Range<Int>, in buffer: [UInt8]) throws(HTTPParseError) -> Int {
    var at = line.lowerBound
    var size = 0
    while at < line.upperBound, let digit = ASCII.hexadecimal(buffer[at]) {
      guard size < Int.max >> 5 else { throw .bad("a chunk size beyond any body") }
      size = size << 4 | Int(digit)
      at += 1
    }
    guard at > line.lowerBound else {
      throw .bad("a chunk must begin with its size in hexadecimal")
    }
    while at < line.upperBound, buffer[at] == ASCII.space || buffer[at] == ASCII.tab { at += 1 }
    guard at == line.upperBound || buffer[at] == UInt8(ascii: ";") else {
      throw .bad("a chunk size may be followed by ';' and extensions only")
    }
    guard buffer[at..<line.upperBound].allSatisfy(ASCII.isFieldValue) else {
      throw .bad("a control character in a chunk extension")
    }
    return size
  }
}
