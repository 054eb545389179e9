import HTTPMessage
import JSON

extension Interaction {
  /// An answer that says too little.
  var answerFindings: [ContractFinding] {
    guard case .http(let request, let response) = exchange, let part = node["response"] else {
      return []
    }
    if part.given("status") == nil, case .unspecified = response.body.content,
      response.headers.isEmpty, response.matching.status == nil
    {
      return [
        ContractFinding(
          .warning, "the response says nothing: neither status nor headers nor body; 200 is meant",
          at: part)
      ]
    }
    guard case .unspecified = response.body.content, (200..<300).contains(response.status),
      ![204, 205].contains(response.status), request.method.uppercased() == "GET"
    else { return [] }
    return [
      ContractFinding(
        .warning,
        "the response has no body, so any will do; {\"content\": \"\"} means an empty one",
        at: part)
    ]
  }

  /// What must be true beforehand, as one text.
  fileprivate var statesKey: String {
    providerStates.map { "\($0.name) \(JSONValue.object($0.params.sortedByName))" }
      .joined(separator: "\n")
  }

  /// What the request is, as one text; nil for messages.
  fileprivate var requestKey: String? {
    guard case .http(let request, _) = exchange, let part = node["request"] else { return nil }
    // The path may be spelled alike with a query that isn't: all of it counts.
    return request.method.uppercased() + " "
      + JSONValue.object((part.value.object ?? JSONObject()).without(["method"]).sortedByName)
      .description
  }
}

extension JSONObject {
  fileprivate var sortedByName: JSONObject {
    JSONObject(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
  }
}

extension Contract {
  /// Interactions that can't be told apart.
  var repetitions: [ContractFinding] {
    var names: [String: Interaction] = [:]
    var requests: [String: Interaction] = [:]
    var findings: [ContractFinding] = []
    for interaction in interactions {
      let states = interaction.statesKey
      if let first = names["\(states)\n\(interaction.description)"] {
        findings.append(
          interaction.finding("has the description and states of the one at \(first.location)"))
      } else {
        names["\(states)\n\(interaction.description)"] = interaction
      }
      guard let request = interaction.requestKey else { continue }
      if let first = requests["\(states)\n\(request)"] {
        if let words = Self.comparison(of: first, interaction) {
          findings.append(interaction.finding(words))
        }
      } else {
        requests["\(states)\n\(request)"] = interaction
      }
    }
    return findings
  }
}

extension Contract {
  /// What is odd about two interactions that ask the same. Answers of which one is an instance of the
  /// other go well together.
  fileprivate static func comparison(of first: Interaction, _ second: Interaction) -> String? {
    guard case .http(_, let one) = first.exchange, case .http(_, let other) = second.exchange else {
      return nil
    }
    if first.node["response"]?.value == second.node["response"]?.value {
      return "asks and is answered as the one at \(first.location): it proves nothing more"
    }
    if one.mismatches(with: other.example).isEmpty || other.mismatches(with: one.example).isEmpty {
      return nil
    }
    return "asks in the same states as the one at \(first.location), but is answered otherwise: "
      + "both can't be true"
  }
}

extension Interaction {
  fileprivate func finding(_ words: String) -> ContractFinding {
    ContractFinding(.warning, "\"\(description)\" \(words)", at: node)
  }
}
