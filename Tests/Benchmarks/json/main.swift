// Compiled into one module with the reader and writer, by json.sh.
import Foundation

print("                    ours      JSONSerialization    ratio")
for document in [
  Document(name: "records", text: Document.records(3_300), times: 4),
  Document(name: "small", text: Document.small, times: 20_000),
] {
  try report("read", document, ours: document.read, theirs: document.readWithFoundation)
  try report("write", document, ours: document.writer(), theirs: document.writerWithFoundation())
}

/// Five rounds of each, in turns, so that both meet the same machine.
func report(
  _ action: String, _ document: Document, ours: () throws -> Void, theirs: () throws -> Void
) throws {
  var seconds: (ours: [Double], theirs: [Double]) = ([], [])
  for _ in 0..<5 {
    seconds.ours.append(try document.time(ours))
    seconds.theirs.append(try document.time(theirs))
  }
  func megabytes(_ rounds: [Double]) -> Double {
    Double(document.text.count * document.times) / rounds.sorted()[2] / 1e6
  }
  let (mine, other) = (megabytes(seconds.ours), megabytes(seconds.theirs))
  let label = "\(action) \(document.name), \(document.text.count) B"
  print(
    label.padding(toLength: 24, withPad: " ", startingAt: 0)
      + String(format: "%6.1f MB/s %13.1f MB/s %8.1f", mine, other, mine / other))
}
