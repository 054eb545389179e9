// Compiled into one module with JSON, HTTPMessage, Contracts and the part of MockServer that reads and
// matches stubs, by fuzz.sh.

/// The first line is a request's body, the rest a stub. A stub that is read is written back as the same
/// stub, its pattern says of a request what the near miss says, and its answer is made.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: data, count: count))
  let end = input.firstIndex(of: 0x0A) ?? 0
  guard let stub = read(Array(input[end...].dropFirst())) else { return 0 }
  let again = read(JSONWriter.compact(.object(stub.form)))
  precondition(again?.form == stub.form, "written back it is another stub")
  for method in ["GET", "POST"] {
    let request = SeenRequest(
      HTTPRequest(
        method: HTTPMethod(method), target: "/a/b%20c?x=1&x=2", fields: ["Host": "h", "X": "1"],
        body: Array(input[..<end])), clientIP: nil)
    check(stub, request)
  }
  return 0
}

private func read(_ text: [UInt8]) -> Stub? {
  guard let file = try? FixtureFile(name: "fuzz.json", text: text) else { return nil }
  return try? Stub.read(file.root, id: { "00000000-0000-4000-8000-000000000000" })
}

private func check(_ stub: Stub, _ request: SeenRequest) {
  let fits = stub.pattern.fits(request)
  let comparison = stub.pattern.compared(with: request)
  precondition(comparison.isMatch == fits, "the near miss says something else")
  for finding in comparison.findings {
    precondition(finding.difference.expected != finding.difference.actual, "equal texts differ")
  }
  _ = StubFeature.all(of: stub.pattern)
  for response in stub.responses.prefix(3) {
    var renderer = TemplateRenderer(
      request, parameters: response.parameters, now: Timestamp(microseconds: 0),
      identifiers: CountingIdentifiers())
    _ = response.response(&renderer, file: { _ in nil })
  }
}
