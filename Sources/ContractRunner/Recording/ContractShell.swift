import Contracts
import JSON

/// A V4 contract around its interactions: the text before them, and the text behind.
struct ContractShell {
  private let beforeInteractions: [UInt8]
  private let behindInteractions: [UInt8]

  init(_ contract: JSONObject) {
    var shell = contract
    shell["interactions"] = []
    let text = ContractWriter.text(shell)
    // No text in the file can hold a line end, so this stands there once.
    let list = Array("\n  \"interactions\": [".utf8)
    let end = text.firstRange(of: list)?.upperBound ?? text.endIndex
    beforeInteractions = Array(text[..<end])
    behindInteractions = Array(text[end...])
  }

  static func contract(
    _ consumer: String, _ provider: String, _ interactions: [JSONValue]
  ) -> JSONObject {
    JSONObject([
      .init(key: "consumer", value: ["name": .string(consumer)]),
      .init(key: "provider", value: ["name": .string(provider)]),
      .init(key: "interactions", value: .array(interactions)),
      .init(key: "metadata", value: ["pactSpecification": ["version": "4.0"]]),
    ])
  }

  var head: [UInt8] { beforeInteractions }

  /// What ends the file behind its last interaction, or where there is none.
  func tail(isEmpty: Bool) -> [UInt8] {
    isEmpty ? behindInteractions : Array("\n  ".utf8) + behindInteractions
  }

  /// An interaction as it stands in the list, in canonical form.
  static func entry(_ interaction: JSONValue, isFirst: Bool) -> [UInt8] {
    let arranged = ContractWriter.arranged(contract("", "", [interaction]))
    var text = JSONWriter.pretty(arranged["interactions"]?[0] ?? interaction)[...]
    if text.last == 0x0A { text = text.dropLast() }
    var entry = Array((isFirst ? "" : ",").utf8)
    let margin: [UInt8] = Array("\n    ".utf8)
    entry += margin
    for byte in text {
      if byte == 0x0A { entry += margin } else { entry.append(byte) }
    }
    return entry
  }
}
