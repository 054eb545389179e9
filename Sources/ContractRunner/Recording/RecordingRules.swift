import Contracts
import JSON

/// What is secret, what is noise, and what has a known form in recorded exchanges: data, read from
/// `fixtures/recording/rules.json`.
public struct RecordingRules: Sendable {
  /// What stands in a contract where a secret stood.
  let placeholder: String
  private(set) var secretHeaders: NameList
  private(set) var secretNames: NameList
  let plainNames: NameList
  let leftOutOfRequests: NameList
  let leftOutOfResponses: NameList
  /// Request header lines that say no more than nothing, by name.
  let idleRequestLines: JSONObject
  /// Response headers that may have any text.
  let anyText: NameList
  let shapes: [ValueShape]

  /// Reads the rules.
  ///
  /// - Parameter name: what errors call the file.
  /// - Throws: ``RecorderError`` when the text is not what it must be.
  public init(_ text: [UInt8], name: String) throws(RecorderError) {
    let root: JSONValue
    do throws(JSONError) {
      root = try JSONReader.value(of: text)
    } catch {
      throw RecorderError("\(name): \(error)")
    }
    func names(_ path: String...) throws(RecorderError) -> NameList {
      let value = path.reduce(Optional(root)) { $0?[$1] }
      guard let list = value?.array, list.allSatisfy({ $0.string != nil }) else {
        throw RecorderError("\(name): \(path.joined(separator: ".")) must be a list of names")
      }
      return NameList(list.compactMap(\.string))
    }
    guard let placeholder = root["placeholder"]?.string, !placeholder.isEmpty else {
      throw RecorderError("\(name): placeholder must be a text")
    }
    self.placeholder = placeholder
    secretHeaders = try names("secrets", "headers")
    secretNames = try names("secrets", "names")
    plainNames = try names("secrets", "except")
    leftOutOfRequests = try names("leftOut", "requestHeaders")
    leftOutOfResponses = try names("leftOut", "responseHeaders")
    idleRequestLines = root["leftOut"]?["requestHeaderLines"]?.object ?? JSONObject()
    anyText = try names("anyText", "responseHeaders")
    var shapes: [ValueShape] = []
    for value in root["shapes"]?.array ?? [] {
      guard let shape = ValueShape(value) else {
        throw RecorderError(
          "\(name): a shape needs an example that fits its regex, or its moment and format: \(value)"
        )
      }
      shapes.append(shape)
    }
    self.shapes = shapes
  }

  /// The same with further names of headers, members and parameters that hold secrets.
  public func redacting(_ names: [String]) -> RecordingRules {
    var rules = self
    rules.secretHeaders.add(names)
    rules.secretNames.add(names)
    return rules
  }

  func shape(of text: String) -> ValueShape? { shapes.first { $0.matches(text) } }
}

/// What keeps a recording from being made, in words.
public struct RecorderError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

/// A set of names without regard to case, hyphens and underscores: `*` at an end stands for
/// anything, `parent.name` for a member of an object of that name.
struct NameList: Sendable {
  private var exact: Set<String> = []
  private var endings: [String] = []
  private var beginnings: [String] = []

  init(_ names: [String]) { add(names) }

  mutating func add(_ names: [String]) {
    for name in names {
      let plain = Self.folded(name)
      if plain.hasPrefix("*") {
        endings.append(String(plain.dropFirst()))
      } else if plain.hasSuffix("*") {
        beginnings.append(String(plain.dropLast()))
      } else {
        exact.insert(plain)
      }
    }
  }

  /// - Parameter parent: the name of the member whose object it stands in.
  func contains(_ name: String, below parent: String? = nil) -> Bool {
    let plain = Self.folded(name)
    return exact.contains(plain) || endings.contains { plain.hasSuffix($0) }
      || beginnings.contains { plain.hasPrefix($0) }
      || (parent.map { exact.contains("\(Self.folded($0)).\(plain)") } ?? false)
  }

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0 != "-" && $0 != "_" }
  }
}
