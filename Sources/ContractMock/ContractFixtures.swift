import Contracts
import JSON
import MockServer

extension ServiceFixtures {
  /// What a contract says about the service it describes: a name, and its provider states. Those in
  /// force are the records of the one collection, ``statesCollection``.
  ///
  /// - Throws: ``FixtureError`` when there is no usable name in it.
  init(of contract: Contract) throws(FixtureError) {
    let name = Self.serviceName(contract.provider)
    let service: JSONValue = [
      "name": .string(name),
      "title": .string("\(contract.provider), as \(contract.name) describes it"),
      "collections": .object(
        JSONObject([.init(key: Self.statesCollection, value: ["name"])])),
    ]
    try self.init(
      name,
      from: FixtureSource(
        files: [
          "\(name)/service.json": JSONWriter.compact(service),
          "\(name)/\(Self.statesCollection).json": Array("[]".utf8),
          "\(name)/states.json": JSONWriter.compact(.object(Self.states(of: contract))),
        ], prefix: contract.name), path: contract.name)
  }

  static let statesCollection = "states-in-force"

  /// Each state of the contract with all parameters that interactions give it; null stands for one
  /// that was not given.
  private static func states(of contract: Contract) -> JSONObject {
    var states = JSONObject()
    var parameters: [String: JSONObject] = [:]
    for call in contract.interactions.flatMap(\.providerStates) {
      for key in call.params.keys { parameters[call.name, default: JSONObject()][key] = .null }
      states[call.name] = .null
    }
    for name in states.keys {
      let known = parameters[name] ?? JSONObject()
      let filled = JSONObject(
        known.keys.map { .init(key: $0, value: .string("${\($0)}")) })
      let record: JSONValue = ["name": .string(name), "params": .object(filled)]
      states[name] = [
        "description": "As the contract names it.",
        "parameters": .object(known),
        "put": .object(JSONObject([.init(key: statesCollection, value: [record])])),
      ]
    }
    return states
  }

  /// `Order Service` is called `order-service`.
  private static func serviceName(_ provider: String) -> String {
    let words = provider.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.isEmpty ? "contract" : words.joined(separator: "-")
  }
}
