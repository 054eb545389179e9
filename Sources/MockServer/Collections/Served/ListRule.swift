import JSON

/// How a collection is listed.
struct ListRule: Sendable {
  /// The member that gives the order; nil for the order of making.
  let order: String?
  let isDescending: Bool
  /// Query parameters, each with the member that it is compared with.
  let filters: [(parameter: String, member: String)]
  let paging: PagingRule?
  /// The members shown; nil for all.
  let only: [String]?
  /// Members beside the records.
  let add: MemberValues
  /// Members beside the records when another page follows.
  let next: MemberValues
  /// Whether a `Link` field leads to the next page.
  let hasLink: Bool

  init(_ node: FixtureNode?, _ names: MemberNames) throws(FixtureError) {
    let node = node ?? names.nothing
    var order: String?
    var isDescending = false
    (filters, paging, only, add, next, hasLink) = try node.object { object throws(FixtureError) in
      if let given = object.optional("order") {
        (order, isDescending) = try given.object { object throws(FixtureError) in
          (
            try object.optional("by").map(names.member),
            try object.optional("descending")?.bool() ?? false
          )
        }
      }
      let filters = try object.optional("filters").map { node throws(FixtureError) in
        try Self.filters(node, names)
      }
      let paging = try object.optional("paging").map { node throws(FixtureError) in
        try PagingRule(node)
      }
      if let clash = filters?.first(where: { paging?.parameters.contains($0.parameter) ?? false }) {
        throw object.error("\"\(clash.parameter)\" can't both filter and choose the page")
      }
      var only: [String]?
      if let given = object.optional("only") {
        only = []
        for name in try given.array() { only?.append(try names.shown(name)) }
      }
      var words = TemplateWords.always + ["total", "count"] + names.path
      if let paging { words += paging.words }
      let add = try MemberValues(object.optional("add"), known: words)
      let nextNode = object.optional("next")
      let next = try MemberValues(nextNode, known: words + ["next", "next_url"])
      let hasLink = try object.optional("link")?.bool() ?? false
      guard paging != nil || (nextNode == nil && !hasLink) else {
        throw object.error("there is no next page without \"paging\"")
      }
      guard names.hasEnvelope || (add.isEmpty && next.isEmpty) else {
        throw object.error(
          "members beside the records need an envelope: \"envelope\": {\"many\": NAME}")
      }
      return (filters ?? [], paging, only, add, next, hasLink)
    }
    (self.order, self.isDescending) = (order, isDescending)
  }

  /// A list of members, or an object of parameters and members.
  private static func filters(
    _ node: FixtureNode, _ names: MemberNames
  ) throws(FixtureError) -> [(parameter: String, member: String)] {
    var filters: [(parameter: String, member: String)] = []
    if node.value.array != nil {
      for element in try node.array() {
        let name = try names.member(element)
        filters.append((name, name))
      }
      return filters
    }
    guard node.value.object != nil else {
      throw node.error("expected a list of members, or an object of parameters and members")
    }
    for (parameter, member) in try node.members() {
      filters.append((parameter, try names.member(member)))
    }
    return filters
  }
}

/// How a long list is cut.
struct PagingRule: Sendable {
  enum Way: String, Sendable, CaseIterable {
    /// Behind a record.
    case marker
    /// Behind a number of records.
    case offset
    /// By the page's number.
    case page
  }

  let way: Way
  let size: Int
  /// The most that a client can ask for; more is cut to it.
  let most: Int
  /// The parameter that asks for another size; nil when none does.
  let limit: String?
  /// The parameter that says where a page begins.
  let start: String
  /// The number of the first page.
  let first: Int

  private static let sizes = 1...1_000_000

  init(_ node: FixtureNode) throws(FixtureError) {
    (way, size, most, limit, start, first) = try node.object { object throws(FixtureError) in
      let ways = Dictionary(uniqueKeysWithValues: Way.allCases.map { ($0.rawValue, $0) })
      let way = try object.required("by").word(ways)
      let size = try object.required("size").int(in: Self.sizes)
      let largest = object.optional("most")
      let most = try largest?.int(in: Self.sizes) ?? max(size, 1_000)
      guard size <= most else {
        throw (largest ?? node).error("the most are fewer than the usual \(size)")
      }
      let given = object.optional("limit")
      let limit = given?.value == .null ? nil : try given?.string() ?? "limit"
      let start = try object.optional(way.rawValue)?.string() ?? way.rawValue
      guard start != limit else {
        throw node.error("\"\(start)\" can't say both where a page begins and how long it is")
      }
      let first = way == .page ? try object.optional("first")?.int(in: 0...1) ?? 1 : 0
      return (way, size, most, limit, start, first)
    }
  }

  /// The query parameters that it takes.
  var parameters: [String] { [limit, start].compactMap(\.self) }

  /// What templates beside the records may name.
  var words: [String] {
    switch way {
    case .marker: ["limit"]
    case .offset: ["limit", "offset"]
    case .page: ["limit", "page", "pages"]
    }
  }
}
