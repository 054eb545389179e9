import HTTPMessage
import JSON

/// How records are made.
struct CreateRule: Sendable {
  let status: HTTPStatus
  /// Members that records have when a client gives none.
  let defaults: MemberValues
  /// Members that the service sets, whatever a client gives.
  let set: MemberValues
  /// Whether a `Location` field tells where the record is.
  let hasLocation: Bool
  let showsRecord: Bool

  static func read(
    _ node: FixtureNode?, _ names: MemberNames
  ) throws(FixtureError) -> (MemberRules, CreateRule) {
    try (node ?? names.nothing).object { object throws(FixtureError) in
      let status = try Self.status(object.optional("status"), usual: 201)
      let defaults = try names.settable(object.optional("defaults"))
      let set = try names.settable(object.optional("set"))
      let hasLocation = try object.optional("location")?.bool() ?? false
      let showsRecord = try Self.showsRecord(object.optional("answer"), status, usual: true)
      let members = try MemberRules(&object, names, defaults: defaults.names)
      return (
        members,
        CreateRule(
          status: status, defaults: defaults, set: set, hasLocation: hasLocation,
          showsRecord: showsRecord)
      )
    }
  }

  static func status(
    _ node: FixtureNode?, usual: Int
  ) throws(FixtureError) -> HTTPStatus {
    HTTPStatus(try node?.int(in: 200...299) ?? usual)
  }

  /// Whether the answer is the record, or nothing.
  static func showsRecord(
    _ node: FixtureNode?, _ status: HTTPStatus, usual: Bool
  ) throws(FixtureError) -> Bool {
    guard let node else { return usual && status.allowsBody }
    let shows = try node.word(["record": true, "nothing": false])
    guard !shows || status.allowsBody else {
      throw node.error("an answer with status \(status.code) has no body")
    }
    return shows
  }
}

/// How records are changed (PATCH) and replaced (PUT).
struct UpdateRule: Sendable {
  let status: HTTPStatus
  let set: MemberValues
  /// Members that stay as they are, whatever a client gives.
  let fixed: [String]
  let showsRecord: Bool

  init(_ node: FixtureNode?, _ names: MemberNames, _ create: CreateRule) throws(FixtureError) {
    let own = names.key + names.path
    (status, set, fixed, showsRecord) = try (node ?? names.nothing).object {
      object throws(FixtureError) in
      let status = try CreateRule.status(object.optional("status"), usual: 200)
      let set = try names.settable(object.optional("set"))
      var fixed: [String]?
      if let given = object.optional("fixed") {
        fixed = []
        for name in try given.array() { fixed?.append(try names.member(name)) }
      }
      let shows = try CreateRule.showsRecord(object.optional("answer"), status, usual: true)
      return (status, set, own + (fixed ?? create.set.names), shows)
    }
  }
}

/// How records are deleted.
struct DeleteRule: Sendable {
  let status: HTTPStatus
  /// What a record is given instead of going at once; its life cycle takes it away.
  let set: MemberValues
  let showsRecord: Bool

  init(_ node: FixtureNode?, _ names: MemberNames) throws(FixtureError) {
    (status, set, showsRecord) = try (node ?? names.nothing).object {
      object throws(FixtureError) in
      let status = try CreateRule.status(object.optional("status"), usual: 204)
      let set = try names.settable(object.optional("set"))
      let shows = try CreateRule.showsRecord(object.optional("answer"), status, usual: false)
      return (status, set, shows)
    }
  }
}

/// How a record is shown.
struct ShowRule: Sendable {
  /// Members that are computed.
  let add: MemberValues
  /// Members that are kept, but not told.
  let hide: [String]

  init(_ node: FixtureNode?, _ names: MemberNames) throws(FixtureError) {
    (add, hide) = try (node ?? names.nothing).object { object throws(FixtureError) in
      let add = try MemberValues(
        object.optional("add"), known: TemplateWords.always + ["record_url"] + names.all)
      var hide: [String] = []
      for name in try object.optional("hide")?.array() ?? [] {
        hide.append(try names.member(name))
      }
      return (add, hide)
    }
  }
}
