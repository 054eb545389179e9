public import HTTPMessage
import HTTPServer
import JSON
public import Synchronization

/// A service without Swift: its collections are served as its fixtures say.
public struct CollectionService: MockService {
  public var fixtures: ServiceFixtures
  let design: ServiceDesign

  /// - Throws: ``FixtureError`` when the fixtures don't say how the collections are served.
  public init(fixtures: ServiceFixtures) throws(FixtureError) {
    self.fixtures = fixtures
    guard let served = fixtures.served else {
      throw fixtures.error(
        at: "collections", "nothing says how these are served: each collection is an object")
    }
    try fixtures.settings.object { _ throws(FixtureError) in }
    try fixtures.profile.object { _ throws(FixtureError) in }
    design = try ServiceDesign(fixtures, served)
  }

  /// Its states name collections and life-cycle rules by their places.
  public func canTakeOver(from old: Self) -> Bool {
    func forms(_ service: Self) -> [JSONValue] {
      (service.fixtures.served?.collections ?? []).map { [.string($0.name), $0.node.value] }
    }
    return forms(self) == forms(old)
  }

  public func state(from collections: Collections) throws(FixtureError) -> CollectionState {
    try CollectionState(design, collections)
  }

  public func respond(
    to request: HTTPRequest, state: borrowing Mutex<CollectionState>, context: ServiceContext
  ) -> Answer {
    var words = TemplateWords(
      now: context.now, identifiers: context.identifiers, baseURL: baseURL(request, context),
      tokenName: nil)
    do throws(CollectionRefusal) {
      return Answer(try answer(request, state, &words))
    } catch {
      let collection = error.collection.map { design.collections[$0] }
      return (collection?.errors ?? design.errors).answer(
        error, request, words, collection: collection?.name)
    }
  }

  private func answer(
    _ request: HTTPRequest, _ state: borrowing Mutex<CollectionState>, _ words: inout TemplateWords
  ) throws(CollectionRefusal) -> HTTPResponse {
    let match = design.router.match(request.method, request.target.path)
    if case .none = match {
      throw CollectionRefusal(problem: .noRoute, reason: "nothing is at this path")
    }
    if let token = design.token { words.tokenName = try token.name(in: request) }
    switch match {
    case .route(let route, let path):
      let call = try CollectionCall(request, route, path, design, words)
      return try state.withLock { state throws(CollectionRefusal) in
        state.settle(design, call.words)
        return try call.answer(&state)
      }
    case .otherMethods(let methods):
      throw CollectionRefusal(
        problem: .notAllowed, reason: "this path does not take \(request.method)", methods: methods)
    case .none: throw CollectionRefusal(problem: .noRoute, reason: "nothing is at this path")
    }
  }

  /// The service's address as the client knows it.
  private func baseURL(_ request: HTTPRequest, _ context: ServiceContext) -> String {
    let description = fixtures.description
    let origin =
      request.fields[.host].map { "http://" + $0 } ?? context.group.url(of: description.name) ?? ""
    return origin + description.basePath
  }
}
