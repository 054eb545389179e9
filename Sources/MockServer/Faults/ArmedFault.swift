public import JSON

/// A fault as it was armed; how often it has hit is the board's.
public final class ArmedFault: Sendable {
  public let id: String
  /// As it was given.
  let form: JSONObject
  let target: Target
  /// How often it hits; nil for always.
  let times: Int?
  /// Of the requests that it is for, how many in a hundred it hits.
  let percentage: Double
  let seed: Int

  /// What it is for.
  enum Target: Sendable {
    case requests(FaultRoute, FaultAction)
    /// Something that a service does beside answering requests, with what it makes of the form.
    case event(String)
  }

  /// Reads a fault.
  ///
  /// - Parameters:
  ///   - prefixes: what may stand before the path of its route.
  ///   - events: what else it can be for.
  /// - Throws: ``FixtureError`` that points at what is wrong.
  init(
    id: String, _ node: FixtureNode, prefixes: [String], events: [FaultEvent]
  ) throws(FixtureError) {
    self.id = id
    form = node.value.object ?? JSONObject()
    let place = try Self.place(node)
    let name = try place.string()
    if let event = events.first(where: { $0.name == name }) {
      if let problem = event.check(form) { throw node.error(problem) }
      let chance = try Chance(of: node)
      (times, percentage, seed) = (chance.times, chance.percentage, chance.seed)
      target = .event(name)
      return
    }
    var route: FaultRoute
    do throws(FaultRoute.Problem) {
      route = try FaultRoute(name, prefixes: prefixes)
    } catch {
      let names = events.map(\.name)
      let hint = Suggestion.closest(to: name, among: names).map { "; did you mean \"\($0)\"?" }
      throw place.error(error.message + (hint ?? ""))
    }
    let (action, chance) = try node.object { object throws(FixtureError) in
      _ = object.optional("on")
      _ = object.optional("service")
      return (try FaultAction(&object), try Chance(&object))
    }
    (times, percentage, seed) = (chance.times, chance.percentage, chance.seed)
    target = .requests(route, action)
  }

  private static func place(_ node: FixtureNode) throws(FixtureError) -> FixtureNode {
    guard let members = node.value.object else {
      throw node.error("expected an object, found \(node.value.typeName)")
    }
    guard members["on"] != nil else {
      throw node.error("\"on\" is missing: a method and a path as \"GET /things/{id}\", or \"*\"")
    }
    return node.member("on")
  }

  private struct Chance {
    let times: Int?
    let percentage: Double
    let seed: Int

    init(_ object: inout FixtureObject) throws(FixtureError) {
      try self.init(
        object.optional("times"), object.optional("percentage"), object.optional("seed"))
    }

    /// Of an object whose other members are somebody else's.
    init(of node: FixtureNode) throws(FixtureError) {
      func member(_ key: String) -> FixtureNode? {
        node.value[key] == nil ? nil : node.member(key)
      }
      try self.init(member("times"), member("percentage"), member("seed"))
    }

    private init(
      _ times: FixtureNode?, _ percentage: FixtureNode?, _ seed: FixtureNode?
    ) throws(FixtureError) {
      self.times = try times?.int(in: 1...1_000_000_000)
      if let percentage {
        guard let share = Double(try percentage.number().text), share > 0, share <= 100 else {
          throw percentage.error("\(percentage.value) is not above 0 and at most 100")
        }
        self.percentage = share
      } else {
        self.percentage = 100
      }
      self.seed = try seed?.int() ?? 0
    }
  }

  /// In words, as `status 503`.
  public var summary: String {
    switch target {
    case .requests(_, let action): action.summary
    case .event: form["fault"]?.string ?? "fault"
    }
  }
}

/// Something that a service does beside answering requests and that may go wrong, as a broker that
/// takes a message.
public struct FaultEvent: Sendable {
  /// What ``ArmedFault`` calls it in `on`.
  public let name: String
  /// What is wrong with the members of a fault for it; nil when nothing is.
  public let check: @Sendable (JSONObject) -> String?

  public init(name: String, check: @escaping @Sendable (JSONObject) -> String? = { _ in nil }) {
    self.name = name
    self.check = check
  }
}
