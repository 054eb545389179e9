// Compiled into one module with the rooms JSON, HTTPMessage and Contracts, by fuzz.sh.

/// A contract that is read can be judged, made examples of, and written in every version; what is
/// written canonically stays as it is and means the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  let text = Array(UnsafeBufferPointer(start: data, count: count))
  guard let contract = try? Contract.read(text, name: "fuzz.json") else { return 0 }
  checkWriting(of: contract)
  for finding in contract.findings {
    precondition((0...count).contains(finding.location.offset), "a finding beyond the text")
  }
  for interaction in contract.interactions.prefix(4) { generate(interaction) }
  return 0
}

private func checkWriting(of contract: Contract) {
  let canonical = read(contract.canonicalText)
  precondition(canonical?.isCanonical == true, "canonical text is not canonical")
  precondition(canonical?.members == contract.members, "canonical text means something else")
  for version in [PactVersion.v3, .v4] {
    guard let written = try? contract.written(as: version) else { continue }
    let again = read(written.text)
    precondition(again?.interactions.count == contract.interactions.count, "V\(version) is lost")
  }
}

private func read(_ text: [UInt8]) -> Contract? { try? Contract.read(text, name: "again.json") }

private func generate(_ interaction: Interaction) {
  var context = GeneratorContext(
    seed: 1, now: CalendarTime(year: 2024, month: 2, day: 29), providerState: JSONObject(),
    mockServer: "http://127.0.0.1:1")
  switch interaction.exchange {
  case .http(let request, let response):
    _ = request.example(generating: &context)
    _ = response.example(generating: &context)
  case .message(let message): _ = message.example(generating: &context)
  case .messageExchange(let request, let responses):
    for message in [request] + responses { _ = message.example(generating: &context) }
  }
}
