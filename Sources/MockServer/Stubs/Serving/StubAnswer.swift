import EventLoop
import HTTPMessage
import JSON

/// What comes of a request that a stub means.
struct StubAnswer {
  let stub: Stub
  let kind: Kind

  enum Kind {
    case answer(HTTPResponse)
    case passOn(StubPassage)
  }
}

/// A request on its way to the server that a stub names, instead of an answer.
struct StubPassage: Sendable {
  let base: String
  let added: [(name: String, value: String)]
  let removed: [String]
  let removedPrefix: String?
  /// In milliseconds, behind the server's own time.
  let delay: Int
}

extension StubBook {
  /// The answer of the stub that means a request; nil when none does.
  func answer(
    to http: HTTPRequest, from peer: SocketAddress?, at now: Timestamp,
    identifiers: any IdentifierSource
  ) -> StubAnswer? {
    let request = SeenRequest(http, from: peer)
    guard let choice = choose(for: request, at: now) else { return nil }
    let stub = choice.entry.stub
    let response = stub.response(choice.number)
    let delay = response.delay ?? choice.usualDelay
    if let fixed = response.fixed, delay == nil, response.fault == nil, response.dribble == nil {
      return StubAnswer(stub: stub, kind: .answer(fixed))
    }
    var renderer = TemplateRenderer(
      request, pathVariables: stub.pattern.url.values(in: request),
      parameters: response.parameters, now: now, identifiers: identifiers)
    let wait = delay?.milliseconds(&renderer.random) ?? 0
    if let proxy = response.proxy {
      return StubAnswer(
        stub: stub,
        kind: .passOn(
          StubPassage(
            base: renderer.text(of: proxy.base),
            added: proxy.added.map { ($0.name, renderer.text(of: $0.value)) },
            removed: proxy.removed, removedPrefix: proxy.removedPrefix, delay: wait)))
    }
    var answer = response.response(&renderer, file: files.content)
    answer.deliver(response.fault, response.dribble, after: wait)
    return StubAnswer(stub: stub, kind: .answer(answer))
  }
}

extension URLPattern {
  /// What stood in the open segments of a template.
  func values(in request: SeenRequest) -> [(name: String, value: String)] {
    guard case .template(let template) = self else { return [] }
    return template.values(in: request.path) ?? []
  }
}
