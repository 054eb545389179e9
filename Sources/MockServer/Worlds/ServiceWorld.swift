public import EventLoop
public import HTTPMessage
public import HTTPServer
public import JSON

/// An isolated copy of one service: its own state, journal and identifiers, and a clock that
/// it shares with its group.
public protocol ServiceWorld: AnyObject, Sendable {
  var description: ServiceDescription { get }
  var journal: Journal { get }
  var faults: FaultBoard { get }
  var stubs: StubBook { get }
  var group: WorldGroup { get }
  var providerStates: [ProviderState] { get }

  /// Answers a client: the exchange enters the journal.
  func respond(to request: HTTPRequest, from peer: SocketAddress?) -> HTTPResponse

  /// The same, where an answer may come later: a stub passes the request on to another server. Then
  /// nil is given, and `turn` has been taken.
  func respond(
    to request: HTTPRequest, from peer: SocketAddress?, on turn: borrowing HTTPTurn
  ) -> HTTPResponse?

  /// Answers another service of the group: nothing enters the journal.
  func answer(to request: HTTPRequest) -> HTTPResponse

  /// The message that the service publishes under a contract's description; nil when it has none.
  func message(_ description: String) -> ServiceMessage?

  /// What the state holds, to be shown.
  var collections: [StateCollection] { get }

  /// Looks at a message that a client published, and takes it when it `isTaken` by the service.
  func receive(_ message: ServiceMessage, isTaken: Bool) -> MessageNote

  /// Listens with what is no HTTP.
  ///
  /// - Throws: ``SocketError`` when that can't be.
  func listen(at site: ListenerSite) throws(SocketError) -> any FurtherListener

  /// The messages that clients published; nil when the service takes none.
  var messages: (any MessageView)? { get }

  /// Lets go of what ``listen(at:)`` gave; to be called when that has been stopped.
  func forgetListeners()

  /// Back to the seed records and to the machine's time: provider states and everything clients did
  /// are gone. The journal stays.
  func reset()

  /// Puts the world into a provider state; gives the parameters in force.
  ///
  /// States set one after another add up; the first one that is set after a request was served
  /// starts from the seed records again. Clients' own changes are gone either way.
  func setUp(state: String, parameters: JSONObject) throws(ProviderStateError) -> JSONObject

  /// Goes on as another version of its service, read anew from its fixtures; says what became of the
  /// state. Nil, and nothing has changed, when it is another kind of service.
  func reload(_ blueprint: any ServiceBlueprint) -> WorldReload?

  /// Leaves a provider state: the records are the seed's with the other states that are set.
  func tearDown(state: String) throws(ProviderStateError)
}

/// Why a provider state can't be set.
public enum ProviderStateError: Error, Sendable, CustomStringConvertible {
  case unknown(String, known: [String])
  case invalid(FixtureError)

  public var description: String {
    switch self {
    case .unknown(let name, let known):
      "there is no provider state \"\(name)\"" + Suggestion.hint(for: name, among: known)
    case .invalid(let error): error.description
    }
  }
}

/// What became of a world's state when its fixtures were read anew.
public enum WorldReload: Sendable, Hashable {
  /// It is as it was, and so are the records that a reset brings back.
  case kept
  /// It is as clients have left it; a reset brings the new records.
  case keptWithOldRecords
  /// No client had changed anything: it is made of the new records.
  case newRecords
  /// The collections themselves differ, so that the old state fits no more: it is made anew.
  case newState
}

/// What is told about each exchange, after it is in the journal.
public typealias ExchangeObserver =
  @Sendable (
    _ service: ServiceDescription, _ request: HTTPRequest, _ answer: Answer
  ) -> Void
