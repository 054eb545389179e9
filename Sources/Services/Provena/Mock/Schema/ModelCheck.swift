import JSON

/// Checks a request body by its model the way the service's library (pydantic 1) does: values are
/// converted where that is possible, everything that is wrong is reported, and what comes out has all
/// members, absent ones with their usual value.
struct ModelCheck {
  private let models: Models
  private(set) var faults: [InvalidField] = []

  init(_ models: Models) { self.models = models }

  /// Adds something that is wrong.
  mutating func report(_ fault: InvalidField) { faults.append(fault) }

  /// The converted body; what it is is worth nothing when there are faults.
  mutating func check(_ value: JSONValue, as model: String, at place: [JSONValue]) -> JSONValue {
    guard let model = models[model] else { return value }
    guard let given = Self.object(value) else {
      fault(place, "value is not a valid dict", "type_error.dict")
      return .null
    }
    let before = faults.count
    var result = JSONObject()
    for field in model.fields {
      let place = place + [.string(field.name)]
      guard let found = given[field.name] else {
        if field.isRequired { faults.append(.missing(place)) }
        result.append(field.name, field.usual)
        continue
      }
      if found == .null {
        if !field.mayBeNull { none(place) }
        result.append(field.name, .null)
        continue
      }
      let faultsBefore = faults.count
      let value = check(found, as: field.kind, at: place)
      result.append(field.name, faults.count == faultsBefore ? value : .null)
    }
    if model.forbidsOthers {
      let known = Set(model.fields.map(\.name))
      for name in Set(given.keys).subtracting(known).sorted() {
        fault(place + [.string(name)], "extra fields not permitted", "value_error.extra")
      }
    }
    if faults.count == before || model.checksRulesAlways,
      let rule = model.rules.first(where: { $0.refuses(.object(result)) })
    {
      fault(place + ["__root__"], rule.message, "value_error")
    }
    return .object(result)
  }

  mutating func check(_ value: JSONValue, as kind: Model.Kind, at place: [JSONValue]) -> JSONValue {
    switch kind {
    case .text(let rule): return text(value, rule, place)
    case .integer(let least, let most): return integer(value, least, most, place)
    case .flag:
      guard let flag = Self.flag(value) else {
        fault(place, "value could not be parsed to a boolean", "type_error.bool")
        return .null
      }
      return .bool(flag)
    case .choice(let names):
      if let name = value.string, names.contains(name) { return value }
      let listed = names.map { "'\($0)'" }.joined(separator: ", ")
      fault(
        place, "value is not a valid enumeration member; permitted: \(listed)", "type_error.enum",
        ["enum_values": .array(names.map { .string($0) })])
      return .null
    case .model(let name): return check(value, as: name, at: place)
    case .list(let element): return list(value, element, place)
    case .dictionary(let kind):
      guard let object = Self.object(value) else { break }
      return .object(
        JSONObject(
          object.lastMembers.map { member in
            let place = place + [.string(member.key)]
            return .init(key: member.key, value: checkPresent(member.value, as: kind, at: place))
          }))
    case .anyObject:
      if let object = Self.object(value) { return .object(object) }
    }
    fault(place, "value is not a valid dict", "type_error.dict")
    return .null
  }

  private mutating func list(
    _ value: JSONValue, _ element: Model.Kind, _ place: [JSONValue]
  ) -> JSONValue {
    guard let elements = value.array else {
      fault(place, "value is not a valid list", "type_error.list")
      return .null
    }
    var checked: [JSONValue] = []
    for (index, value) in elements.enumerated() {
      checked.append(
        checkPresent(value, as: element, at: place + [.number(JSONNumber(index))]))
    }
    return .array(checked)
  }

  /// Inside of lists and dictionaries nothing may be null.
  private mutating func checkPresent(
    _ value: JSONValue, as kind: Model.Kind, at place: [JSONValue]
  ) -> JSONValue {
    if value == .null {
      none(place)
      return .null
    }
    return check(value, as: kind, at: place)
  }

  private mutating func text(
    _ value: JSONValue, _ rule: TextRule, _ place: [JSONValue]
  ) -> JSONValue {
    if case .date = rule.form {
      guard let date = TextForms.date(value) else {
        let isText = value.string != nil || value.isNumber
        fault(
          place,
          isText
            ? "invalid date format" : "invalid type; expected date, string, bytes, int or float",
          isText ? "value_error.date" : "type_error")
        return .null
      }
      return .string(date)
    }
    guard let text = Self.text(value) else {
      fault(place, "str type expected", "type_error.str")
      return .null
    }
    let length = text.unicodeScalars.count
    if let least = rule.least, length < least {
      fault(
        place, "ensure this value has at least \(least) characters",
        "value_error.any_str.min_length", ["limit_value": .number(JSONNumber(least))])
    } else if let most = rule.most, length > most {
      fault(
        place, "ensure this value has at most \(most) characters",
        "value_error.any_str.max_length", ["limit_value": .number(JSONNumber(most))])
    } else if let problem = TextForms.problem(with: text, rule.form) {
      fault(place, problem.message, problem.type, problem.context)
    }
    return .string(text)
  }

  private mutating func integer(
    _ value: JSONValue, _ least: Int?, _ most: Int?, _ place: [JSONValue]
  ) -> JSONValue {
    guard let number = Self.integer(value) else {
      fault(place, "value is not a valid integer", "type_error.integer")
      return .null
    }
    if let least, number < least {
      fault(
        place, "ensure this value is greater than or equal to \(least)",
        "value_error.number.not_ge", ["limit_value": .number(JSONNumber(least))])
    } else if let most, number > most {
      fault(
        place, "ensure this value is less than or equal to \(most)", "value_error.number.not_le",
        ["limit_value": .number(JSONNumber(most))])
    }
    return .number(JSONNumber(number))
  }

  private mutating func none(_ place: [JSONValue]) {
    fault(place, "none is not an allowed value", "type_error.none.not_allowed")
  }

  private mutating func fault(
    _ place: [JSONValue], _ message: String, _ type: String, _ context: JSONValue? = nil
  ) {
    faults.append(InvalidField(place, message, type, context: context))
  }
}
