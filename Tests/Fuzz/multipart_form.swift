// Compiled into one module with the reader, by fuzz.sh.

/// The first line is the content type. What is read stands in the body, part
/// after part; a form made of the same contents is read as the same contents.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: data, count: count))
  let end = input.firstIndex(of: 0x0A) ?? 0
  let type = String(decoding: input[..<end], as: UTF8.self)
  guard let form = try? MultipartForm(input[end...].dropFirst(), contentType: type) else {
    return 0
  }
  var from = end
  for part in form.parts {
    precondition(part.content.startIndex >= from, "parts overlap")
    precondition(part.content.endIndex <= input.count, "a part beyond the body")
    from = part.content.endIndex
  }
  checkReading(of: form)
  return 0
}

private func checkReading(of form: MultipartForm) {
  // Contents with the letter of the boundary could hold it.
  let boundary = String(repeating: "=", count: 70)
  guard form.parts.allSatisfy({ !$0.content.contains(UInt8(ascii: "=")) }) else { return }
  var body: [UInt8] = []
  for part in form.parts {
    body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=x\r\n\r\n".utf8)
    body += part.content
    body += Array("\r\n".utf8)
  }
  body += Array("--\(boundary)--".utf8)
  let again = try? MultipartForm(
    body[...], contentType: "multipart/form-data; boundary=\"\(boundary)\"")
  precondition(
    again?.parts.map { Array($0.content) } == form.parts.map { Array($0.content) },
    "written again it differs")
}
