import HTTPMessage
import JSON

/// What a stub answers.
struct StubResponse: Sendable {
  /// A text that is the same for every request, or filled in for each.
  enum Text: Sendable {
    case fixed(String)
    case template(ResponseTemplate)
  }

  enum Body: Sendable {
    case bytes([UInt8])
    case template(ResponseTemplate)
    /// A file's content, which may be a template itself.
    case file(Text, isTemplate: Bool)
  }

  /// Where a request is passed on to.
  struct Proxy: Sendable {
    let base: Text
    let added: [(name: String, value: Text)]
    let removed: [String]
    let removedPrefix: String?
  }

  var status = HTTPStatus.ok
  var reason: String?
  var fields: [(name: String, value: Text)] = []
  var body = Body.bytes([])
  var delay: StubDelay?
  var fault: StubFault?
  /// In how many pieces the body goes, and how long all of them take, in milliseconds.
  var dribble: (pieces: Int, milliseconds: Int)?
  var proxy: Proxy?
  var parameters = JSONObject()
  /// The answer, when it is the same for every request.
  private(set) var fixed: HTTPResponse?

  /// Puts together what is the same for all requests, once.
  mutating func prepare() {
    guard case .bytes(let bytes) = body, proxy == nil else { return }
    var response = HTTPResponse(status: status, body: bytes)
    response.reason = reason
    for field in fields {
      guard case .fixed(let text) = field.value else { return }
      response.fields.append(HTTPFieldName(field.name), text)
    }
    fixed = response
  }

  /// Whether answers differ from request to request.
  var isTemplated: Bool { fixed == nil && proxy == nil }

  /// The answer to a request.
  ///
  /// - Parameter file: reads a body file; nil when there is none of that name.
  func response(
    _ renderer: inout TemplateRenderer, file: (String) -> [UInt8]?
  ) -> HTTPResponse {
    if let fixed { return fixed }
    var response = HTTPResponse(status: status)
    response.reason = reason
    for field in fields {
      response.fields.append(HTTPFieldName(field.name), renderer.text(of: field.value))
    }
    switch body {
    case .bytes(let bytes): response.body = bytes
    case .template(let template): response.body = Array(renderer.text(of: template).utf8)
    case .file(let name, let isTemplate):
      let name = renderer.text(of: name)
      guard let bytes = file(name) else {
        return .text(
          "the stub's body file \"\(name)\" is not there\n", status: .internalServerError)
      }
      response.body = bytes
      if isTemplate {
        do throws(TemplateError) {
          let template = try ResponseTemplate(String(decoding: bytes, as: UTF8.self))
          response.body = Array(renderer.text(of: template).utf8)
        } catch {
          return .text(
            "the stub's body file \"\(name)\" is no template: \(error)\n",
            status: .internalServerError)
        }
      }
    }
    return response
  }
}

extension TemplateRenderer {
  mutating func text(of text: StubResponse.Text) -> String {
    switch text {
    case .fixed(let text): text
    case .template(let template): self.text(of: template)
    }
  }
}

/// How WireMock calls what goes wrong on the socket.
enum StubFault: String, Sendable, CaseIterable {
  case emptyResponse = "EMPTY_RESPONSE"
  case malformedChunk = "MALFORMED_RESPONSE_CHUNK"
  case randomData = "RANDOM_DATA_THEN_CLOSE"
  case reset = "CONNECTION_RESET_BY_PEER"
}
