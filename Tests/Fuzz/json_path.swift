// Compiled into one module with the room, by fuzz.sh.

/// The first line is a query, the rest a document. What the query finds stands where its path says,
/// and what is refused says where.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: data, count: count))
  let line = input.prefix { $0 != UInt8(ascii: "\n") }
  let query = String(decoding: line, as: UTF8.self)
  do {
    let path = try JSONPath(query)
    guard let document = try? JSONReader.value(of: input.dropFirst(line.count + 1)) else {
      return 0
    }
    guard let nodes = try? path.nodes(in: document) else { return 0 }
    for node in nodes.prefix(20) {
      let found = try JSONPath(node.location.normalizedPath).values(in: document)
      // Of members with one name a path means the last.
      precondition(found.count == 1, "\(node.location.normalizedPath) finds \(found.count) values")
    }
  } catch let error as JSONPathError {
    precondition(
      (1...query.unicodeScalars.count + 1).contains(error.column), "beyond the query: \(error)")
  } catch {
    precondition(error is JSONPathExhausted, "another error: \(error)")
  }
  return 0
}
