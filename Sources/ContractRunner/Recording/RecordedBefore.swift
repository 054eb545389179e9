public import Contracts
import JSON

/// What an earlier recording left in a file that is to be gone on with.
public struct RecordedBefore: Sendable {
  public let contract: Contract
  /// Where the file broke off, as `file:line:column: sentence`; nil when it is whole.
  public let cut: String?

  /// Reads a recording. One that breaks off is read up to its last whole interaction.
  ///
  /// - Throws: ``ContractError`` when it is broken otherwise.
  public init(_ text: [UInt8], name: String) throws(ContractError) {
    do throws(ContractError) {
      contract = try Contract.read(text, name: name)
      cut = nil
    } catch {
      guard let whole = Self.mended(text), let mended = try? Contract.read(whole, name: name) else {
        throw error
      }
      contract = mended
      cut = error.description
    }
  }

  /// The text up to the last whole interaction, with an end; nil when it does not break off inside
  /// its interactions.
  static func mended(_ text: [UInt8]) -> [UInt8]? {
    guard let list = text.firstRange(of: Array("\"interactions\"".utf8)),
      let open = text[list.upperBound...].firstIndex(of: UInt8(ascii: "["))
    else { return nil }
    var end = open + 1
    var depth = 0
    var isInString = false
    var isEscaped = false
    for place in text.indices[(open + 1)...] {
      let byte = text[place]
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { end = place + 1 }
        // The list has an end; and if the file has one, too, it does not break off.
        if depth < 0 { return hasEnd(text[(place + 1)...]) ? nil : closed(text[..<end]) }
      default: break
      }
    }
    return closed(text[..<end])
  }

  /// Whether the object around the list is closed behind it.
  private static func hasEnd(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "}")
      && rest.count { $0 == UInt8(ascii: "{") } < rest.count { $0 == UInt8(ascii: "}") }
  }

  private static func closed(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let end = #"], "metadata": {"pactSpecification": {"version": "4.0"}}}"#
    return Array(text) + Array(end.utf8)
  }
}
