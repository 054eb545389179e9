// Compiled into one module with the reader, by fuzz.sh.

/// What is read can be written and read again, and is the same; what is refused says where.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let text = Array(UnsafeBufferPointer(start: data, count: count))
  do {
    try checkWriting(of: JSONReader.value(of: text))
    checkPlaces(in: try JSONDocument(text))
  } catch let error as JSONError {
    precondition((0...count).contains(error.location.offset), "an error beyond the text: \(error)")
  } catch {
    preconditionFailure("another error: \(error)")
  }
  return 0
}

private func checkWriting(of value: JSONValue) throws {
  let compact = JSONWriter.compact(value)
  let again = try JSONReader.value(of: compact)
  precondition(again == value && value == again, "compact text means something else")
  precondition(JSONWriter.compact(again) == compact, "written again it differs")
  let pretty = try JSONReader.value(of: JSONWriter.pretty(value))
  precondition(pretty == value, "pretty text means something else")
}

/// Every value near the root has a place, at which it can be read.
private func checkPlaces(in document: JSONDocument) {
  var pointers = [JSONPointer()]
  if let object = document.root.object {
    pointers += object.keys.prefix(8).map(JSONPointer().appending)
  }
  if let array = document.root.array {
    pointers += array.indices.prefix(8).map(JSONPointer().appending)
  }
  for pointer in pointers {
    guard let place = document.location(of: pointer) else {
      preconditionFailure("no place for \(pointer)")
    }
    document.text.withUnsafeBufferPointer { bytes in
      var scanner = JSONReader.Scanner(bytes: bytes, maximumDepth: .max)
      scanner.at = place.offset
      precondition(
        (try? scanner.value()) == value(at: pointer, in: document.root), "another value at \(place)"
      )
    }
  }
}

private func value(at pointer: JSONPointer, in root: JSONValue) -> JSONValue? {
  switch pointer.steps.first {
  case nil: root
  case .member(let key): root[key]
  case .element(let place): root[place]
  }
}
