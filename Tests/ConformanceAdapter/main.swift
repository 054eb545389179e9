import JSON

// Answers the questions of independent test suites: one JSON object a line in, one a line out.

while let line = readLine() {
  print(answer(to: line))
  flushOutput()
}

func answer(to line: String) -> JSONValue {
  guard let question = try? JSONReader.value(of: Array(line.utf8)) else {
    return ["skip": "the line is no JSON text"]
  }
  switch question["op"]?.string {
  case "parse": return parse(question)
  case "pact": return pact(question)
  default: return ["skip": "unknown operation"]
  }
}
