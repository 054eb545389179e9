import HTTPMessage
import JSON

/// A collection as its fixture describes it.
struct ServedCollection: Sendable {
  enum Operation: String, Sendable, CaseIterable {
    case list, create, read, update, replace, delete
  }

  /// The names of the objects that records are wrapped in; nil where there is none.
  struct Envelope: Sendable {
    var one: String?
    var many: String?
    var request: String?
  }

  let name: String
  let path: CollectionPath
  /// Members that tell one record from all others.
  let key: [String]
  /// The one of them that is a path's last segment.
  let idMember: String
  /// Open segments that name no record of another collection.
  let scopes: [String]
  let operations: [Operation]
  let envelope: Envelope
  let id: RecordTemplate
  let members: MemberRules
  let create: CreateRule
  let update: UpdateRule
  let delete: DeleteRule
  let show: ShowRule
  let list: ListRule
  let lifeCycle: [LifeCycleRule]
  let errors: ErrorAnswers
  /// For each open segment, the place of the collection that it names a record of.
  fileprivate(set) var ancestors: [Int?] = []
  /// The places of the collections right below this one.
  fileprivate(set) var children: [Int] = []

  /// Reads a description, and holds the seed records to it.
  static func read(
    _ definition: CollectionDefinition, _ node: FixtureNode, _ fixtures: ServiceFixtures,
    _ errors: ErrorAnswers
  ) throws(FixtureError) -> ServedCollection {
    let given = node.member("path")
    let path = try CollectionPath(
      node.value["path"] == nil ? "/" + definition.name : try given.string(), given)
    let names = try MemberNames(node, definition, path: path.members, fixtures)
    let own = definition.key.filter { !path.members.contains($0) }
    guard own.count == 1, Set(definition.key).count == definition.key.count else {
      throw node.member("key").error(
        "one member beside those in the path must tell a record from others")
    }
    let collection = try node.object { object throws(FixtureError) in
      _ = (object.optional("key"), object.optional("path"))
      return try ServedCollection(&object, definition, path, idMember: own[0], names, errors)
    }
    for record in try fixtures.collections.records(definition.name) {
      try collection.members.check(record)
    }
    return collection
  }

  private init(
    _ object: inout FixtureObject, _ definition: CollectionDefinition, _ path: CollectionPath,
    idMember: String, _ names: MemberNames, _ errors: ErrorAnswers
  ) throws(FixtureError) {
    name = definition.name
    key = definition.key
    self.path = path
    self.idMember = idMember
    var scopes: [String] = []
    for node in try object.optional("scopes")?.array() ?? [] {
      scopes.append(
        try node.word(
          Dictionary(names.path.map { ($0, $0) }, uniquingKeysWith: { $1 })))
    }
    self.scopes = scopes
    let words = Dictionary(uniqueKeysWithValues: Operation.allCases.map { ($0.rawValue, $0) })
    var operations: [Operation] = []
    let wanted = object.optional("operations")
    for node in try wanted?.array() ?? [] { operations.append(try node.word(words)) }
    if let wanted, operations.isEmpty {
      throw wanted.error("without operations the collection can't be reached")
    }
    self.operations = operations.isEmpty ? Operation.allCases : operations
    envelope =
      try object.optional("envelope")?.object { object throws(FixtureError) in
        Envelope(
          one: try object.optional("one")?.string(), many: try object.optional("many")?.string(),
          request: try object.optional("request")?.string())
      } ?? Envelope()
    show = try ShowRule(object.optional("show"), names)
    (members, create) = try CreateRule.read(object.optional("create"), names)
    id = try Self.id(object.optional("id"), names, idMember, members, create, object)
    update = try UpdateRule(object.optional("update"), names, create)
    delete = try DeleteRule(object.optional("delete"), names)
    list = try ListRule(object.optional("list"), names)
    lifeCycle = try LifeCycleRule.read(object.optional("life_cycle"), names)
    self.errors = try errors.changed(by: object.optional("errors"), ofCollection: true)
  }

  /// Finds out which collections' records the open segments of all paths name.
  ///
  /// - Throws: ``FixtureError`` for a path that leads nowhere, or two that can't be told apart.
  static func connect(
    _ collections: inout [ServedCollection], _ nodes: [FixtureNode]
  ) throws(FixtureError) {
    var places: [String: Int] = [:]
    for (place, collection) in collections.enumerated() {
      if let other = places.updateValue(place, forKey: collection.path.shape) {
        throw nodes[place].member("path").error(
          "\"\(collections[other].name)\" has the same path")
      }
    }
    for place in collections.indices {
      let path = collections[place].path
      for (member, shape) in zip(path.members, path.shapesBeforeOpen) {
        let isScope = collections[place].scopes.contains(member)
        guard isScope || places[shape] != nil else {
          throw nodes[place].member("path").error(
            "{\(member)} names a record of no collection: add \"scopes\": [\"\(member)\"] if it may be anything"
          )
        }
        guard !isScope || !collections[place].ancestors.contains(where: { $0 != nil }) else {
          throw nodes[place].member("scopes").error(
            "{\(member)} can't be anything behind a segment that names a record")
        }
        collections[place].ancestors.append(isScope ? nil : places[shape])
      }
      if let parent = collections[place].ancestors.last.flatMap(\.self) {
        collections[parent].children.append(place)
      }
    }
  }

  /// The texts of a record's members that its path holds; nil when one can't stand in a path.
  func values(of record: JSONObject) -> [String]? {
    let values = path.members.compactMap { RecordText.key(record[$0]) }
    return values.count == path.members.count ? values : nil
  }

  /// What tells a record from all others, from its path.
  func key(_ values: [String], id: String) -> String {
    RecordText.joined(
      key.map { member in
        path.members.firstIndex(of: member).map { values[$0] } ?? id
      })
  }
}

extension ServedCollection {
  /// The number in an id that is made by counting; nil when it has another form.
  func counter(in id: String) -> Int? {
    var before = ""
    var after: String?
    for part in self.id.parts {
      switch part {
      case .text(let text):
        after =
          after.map { $0 + text }
          ?? {
            before += text; return nil
          }()
      case .name(let name):
        guard name.head == "counter", after == nil else { return nil }
        after = ""
      }
    }
    guard let after, id.hasPrefix(before), id.hasSuffix(after),
      id.count > before.count + after.count
    else { return nil }
    return Int(id.dropFirst(before.count).dropLast(after.count))
  }

  /// What a new record is called: by itself a UUID.
  private static func id(
    _ node: FixtureNode?, _ names: MemberNames, _ idMember: String, _ members: MemberRules,
    _ create: CreateRule, _ object: FixtureObject
  ) throws(FixtureError) -> RecordTemplate {
    guard let node else { return RecordTemplate(name: "uuid") }
    _ = try node.string()
    let template = try RecordTemplate(
      node, known: TemplateWords.making + ["counter"] + names.all)
    guard !template.names.isEmpty else {
      throw node.error("every record would be called the same")
    }
    let sure =
      TemplateWords.making + ["counter"] + members.required + names.path + create.defaults.names
    for name in template.names.sorted() where !sure.contains(name) {
      throw node.error(
        "the id is made of \"\(name)\", which \"create\" does not list in \"required\"")
    }
    return template
  }
}
