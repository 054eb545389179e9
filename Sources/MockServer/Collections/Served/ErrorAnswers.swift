import HTTPMessage
import JSON

/// Why a request is refused.
enum CollectionProblem: String, Sendable, CaseIterable {
  case notFound = "not_found"
  case invalid
  case exists
  case unauthorized
  case noRoute = "no_route"
  case notAllowed = "not_allowed"

  var usualStatus: Int {
    switch self {
    case .notFound, .noRoute: 404
    case .invalid: 400
    case .exists: 409
    case .unauthorized: 401
    case .notAllowed: 405
    }
  }

  /// Whether it can be told for a collection.
  var isOfCollection: Bool { self == .notFound || self == .invalid || self == .exists }
}

/// What refused requests are answered with.
struct ErrorAnswers: Sendable {
  private struct Form: Sendable {
    var status: HTTPStatus
    var fields: [(name: HTTPFieldName, value: String)] = []
    var type = "application/json"
    var body: RecordTemplate
  }

  private static let known =
    TemplateWords.always + [
      "reason", "id", "collection", "status", "method", "path",
    ]
  private var forms: [CollectionProblem: Form]

  /// The usual ones: `{"error": "${reason}"}`.
  init() throws(FixtureError) {
    let usual = FixtureNode(
      file: FixtureFile(computed: "the usual error"), pointer: JSONPointer(),
      value: ["error": "${reason}"])
    let body = try RecordTemplate(usual, known: Self.known)
    forms = Dictionary(
      uniqueKeysWithValues: CollectionProblem.allCases.map {
        ($0, Form(status: HTTPStatus($0.usualStatus), body: body))
      })
  }

  /// These, and others where a fixture says so.
  func changed(
    by node: FixtureNode?, ofCollection: Bool
  ) throws(FixtureError) -> ErrorAnswers {
    guard let node else { return self }
    var changed = self
    try node.object { object throws(FixtureError) in
      for problem in CollectionProblem.allCases where problem.isOfCollection || !ofCollection {
        guard let node = object.optional(problem.rawValue) else { continue }
        let usual = changed.forms[problem]
        changed.forms[problem] = try Self.form(node, problem, usual?.body)
      }
    }
    return changed
  }

  private static func form(
    _ node: FixtureNode, _ problem: CollectionProblem, _ usual: RecordTemplate?
  ) throws(FixtureError) -> Form {
    try node.object { object throws(FixtureError) in
      let status = try object.optional("status")?.int(in: 400...599) ?? problem.usualStatus
      var fields: [(name: HTTPFieldName, value: String)] = []
      for (name, value) in try object.optional("headers")?.members() ?? [] {
        guard PlainName.is(name) else { throw value.error("\"\(name)\" is no header's name") }
        fields.append((HTTPFieldName(name), try value.string()))
      }
      let body = object.optional("body")
      let text = object.optional("text")
      if body != nil, let text { throw text.error("an answer has a body or a text, not both") }
      if let text { _ = try text.string() }
      let node = body ?? text
      let given = try node.map { node throws(FixtureError) in
        try RecordTemplate(node, known: known)
      }
      guard let template = given ?? usual else { throw object.error("\"body\" is missing") }
      return Form(
        status: HTTPStatus(status), fields: fields,
        type: text == nil ? "application/json" : "text/plain; charset=utf-8", body: template)
    }
  }

  func answer(
    _ refusal: CollectionRefusal, _ request: HTTPRequest, _ words: TemplateWords,
    collection: String?
  ) -> Answer {
    // Every problem has a form from the beginning.
    guard let form = forms[refusal.problem] else {
      return Answer(.text(refusal.reason + "\n", status: .internalServerError))
    }
    let value = form.body.fill(
      words.with(
        JSONObject(),
        [
          "reason": .string(refusal.reason), "id": .string(refusal.id),
          "collection": .string(collection ?? ""),
          "status": .number(JSONNumber(form.status.code)), "method": .string(request.method.name),
          "path": .string(String(decoding: request.target.path, as: UTF8.self)),
        ]
      ).value)
    let isText = form.type.hasPrefix("text/")
    var response = HTTPResponse(
      status: form.status, fields: [.contentType: form.type],
      body: isText ? Array(RecordText.of(value).utf8) : JSONWriter.compact(value))
    for field in form.fields { response.fields.append(field.name, field.value) }
    if !refusal.methods.isEmpty {
      response.fields.append(.allow, refusal.methods.map(\.name).joined(separator: ", "))
    }
    return Answer(response, reason: refusal.reason, isMatched: refusal.problem != .noRoute)
  }
}

/// A request that is refused.
struct CollectionRefusal: Error {
  let problem: CollectionProblem
  let reason: String
  /// The collection whose errors say how; nil for the service's.
  var collection: Int?
  /// The record that is meant.
  var id = ""
  /// What a path can be asked for instead.
  var methods: [HTTPMethod] = []
}
