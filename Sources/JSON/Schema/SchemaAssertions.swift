/// Keywords that look at the value itself.
extension JSONSchema.Run {
  /// Why a keyword forbids the value; nil when it does not.
  func broken(_ keyword: String, _ wanted: JSONValue, by instance: JSONValue) -> String? {
    switch keyword {
    case "type":
      let names = wanted.array?.compactMap(\.string) ?? [wanted.string ?? ""]
      return names.contains { isOf($0, instance) }
        ? nil : "it is of type \(instance.typeName), not \(names.joined(separator: " or "))"
    case "enum":
      return wanted.array?.contains { $0.hasSameMeaning(as: instance) } ?? true
        ? nil : "it is none of \(wanted)"
    case "const": return wanted.hasSameMeaning(as: instance) ? nil : "it is not \(wanted)"
    default: break
    }
    switch instance {
    case .number(let number):
      guard case .number(let bound) = wanted else { return nil }
      return broken(keyword, bound, by: number)
    case .string(let text):
      if keyword == "pattern", let pattern = wanted.string {
        return index.patterns[pattern]?.matches(text) ?? true ? nil : "it does not match \(pattern)"
      }
      guard keyword.hasSuffix("Length") else { return nil }
      return broken(keyword, ["minLength", "maxLength"], wanted, "characters") {
        text.unicodeScalars.count
      }
    case .array(let elements):
      if keyword == "uniqueItems", wanted == true {
        return Set(elements.map(Meaning.init)).count == elements.count
          ? nil : "two of its elements are equal"
      }
      return broken(keyword, ["minItems", "maxItems"], wanted, "elements") { elements.count }
    case .object(let members):
      if keyword == "required" {
        return wanted.array?.compactMap(\.string).first { members[$0] == nil }.map {
          "the member '\($0)' is missing"
        }
      }
      return broken(keyword, ["minProperties", "maxProperties"], wanted, "members") {
        members.count
      }
    default: return nil
    }
  }

  private func isOf(_ type: String, _ instance: JSONValue) -> Bool {
    guard type == "integer" else { return instance.typeName == type }
    guard case .number(let number) = instance else { return false }
    return number.isInteger || number.exact.isInteger
  }

  private func broken(_ keyword: String, _ bound: JSONNumber, by number: JSONNumber) -> String? {
    let isKept: Bool
    switch keyword {
    case "minimum": isKept = !(number.exact < bound.exact)
    case "maximum": isKept = !(bound.exact < number.exact)
    case "exclusiveMinimum": isKept = bound.exact < number.exact
    case "exclusiveMaximum": isKept = number.exact < bound.exact
    case "multipleOf": isKept = number.isMultiple(of: bound)
    default: return nil
    }
    return isKept ? nil : "\(number.text) breaks \(keyword) \(bound.text)"
  }

  private func broken(
    _ keyword: String, _ names: [String], _ wanted: JSONValue, _ noun: String, _ count: () -> Int
  ) -> String? {
    guard names.contains(keyword), case .number(let bound) = wanted else { return nil }
    let count = count()
    let limit = bound.exact
    let number = JSONNumber(count).exact
    let isKept = keyword == names[0] ? !(number < limit) : !(limit < number)
    return isKept ? nil : "its \(count) \(noun) break \(keyword) \(bound.text)"
  }

  /// A value that is hashed and compared by its meaning.
  private struct Meaning: Hashable {
    let value: JSONValue

    static func == (left: Meaning, right: Meaning) -> Bool {
      left.value.hasSameMeaning(as: right.value)
    }

    func hash(into hasher: inout Hasher) { value.hashMeaning(into: &hasher) }
  }
}

extension JSONValue {
  /// The order of members does not count, and of them only the names.
  fileprivate func hashMeaning(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let number): hasher.combine(number.exact)
    case .string(let text): hasher.combine(text)
    case .array(let elements): for element in elements { element.hashMeaning(into: &hasher) }
    case .object(let members):
      // One sum for all orders; a single member's value tells most objects of a list apart.
      var sum = 0
      for member in members.members {
        var inner = Hasher()
        inner.combine(member.key)
        member.value.hashMeaning(into: &inner)
        sum &+= inner.finalize()
      }
      hasher.combine(sum)
    }
  }
}

extension JSONNumber {
  /// Whether this is a whole number of `other`, exactly as long as that has at most 18 digits.
  func isMultiple(of other: JSONNumber) -> Bool {
    let (number, unit) = (exact, other.exact)
    if unit.digits.isEmpty { return false }
    if number.digits.isEmpty { return true }
    // Both are digits times a power of ten.
    let shift = (number.exponent - number.digits.count) - (unit.exponent - unit.digits.count)
    // Digits end in no zero, so that a smaller power can't be made up for.
    if shift < 0 { return false }
    guard unit.digits.count <= 18 else {
      return (double / other.double).truncatingRemainder(dividingBy: 1) == 0
    }
    let divisor = unit.digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
    func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
      divisor.dividingFullWidth((left % divisor).multipliedFullWidth(by: right % divisor)).remainder
    }
    var rest = number.digits.reduce(UInt64(0)) { (product($0, 10) + UInt64($1)) % divisor }
    var power: UInt64 = 10
    var exponent = shift
    while exponent > 0 {
      if exponent & 1 == 1 { rest = product(rest, power) }
      power = product(power, power)
      exponent >>= 1
    }
    return rest % divisor == 0
  }
}
