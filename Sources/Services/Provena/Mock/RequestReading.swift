import HTTPMessage
import JSON

/// A request's body as the framework finds it, before anybody asks who sent it.
enum ReceivedBody {
  case none
  case json(JSONValue)
  /// Of another type than JSON.
  case bytes

  /// - Throws: ``Refusal`` when the type says JSON, or nothing, and it is none.
  init(_ request: HTTPRequest) throws(Refusal) {
    if request.body.isEmpty {
      self = .none
    } else if let type = request.fields[.contentType], !Self.isJSON(type) {
      self = .bytes
    } else {
      do throws(JSONError) {
        let value = try JSONReader.value(of: request.body)
        self = value == .null ? .none : .json(value)
      } catch {
        let text = String(validating: request.body, as: UTF8.self)
        if let fault = text.flatMap(PythonJSONFault.init) { throw .invalid([fault.invalidField]) }
        throw .unreadableBody
      }
    }
  }

  private static func isJSON(_ type: String) -> Bool {
    let essence = type.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    return essence.hasPrefix("application/")
      && (essence == "application/json" || essence.hasSuffix("+json"))
  }
}

/// What a request says, converted and checked as its endpoint wants it.
struct RequestValues {
  private(set) var query: [String: JSONValue] = [:]
  private(set) var body: JSONValue = .null

  /// - Throws: ``Refusal`` that lists everything that is wrong with query and body.
  init(
    _ request: HTTPRequest, _ received: ReceivedBody, _ endpoint: Endpoint, _ models: Models
  ) throws(Refusal) {
    var check = ModelCheck(models)
    if !endpoint.query.isEmpty {
      let items = request.target.queryItems
      for item in endpoint.query {
        let place: [JSONValue] = ["query", .string(item.name)]
        // Of a name that stands twice the framework takes the last.
        if let given = items.last(where: { $0.name == item.name }) {
          query[item.name] = check.check(.string(given.value), as: item.kind, at: place)
        } else if item.isRequired {
          check.report(.missing(place))
        } else if item.usual != .null {
          query[item.name] = item.usual
        }
      }
    }
    if let body = endpoint.body {
      switch received {
      case .none: if body.isRequired { check.report(.missing(["body"])) }
      case .json(let value): self.body = check.check(value, as: body.model, at: ["body"])
      // Bytes are no object, whatever they say.
      case .bytes: self.body = check.check(.bool(false), as: body.model, at: ["body"])
      }
    }
    guard check.faults.isEmpty else { throw .invalid(check.faults) }
  }

  func text(_ name: String) -> String { query[name]?.string ?? "" }
}
