/// Answers a conformance suite's questions, one line of JSON each, on standard output.
let lines = LineReader()
while let line = lines.next() { StandardOutput.writeLine(Conformance.answer(line)) }
