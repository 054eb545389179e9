import HTTPMessage
import MockServer

/// Something that a guest agent installs on instances, besides the database (sheet, section 4).
struct Module: Sendable {
  let id: String
  var name: String
  var type: String
  /// As the body holds it: in base 64.
  var contents: String { didSet { md5 = MD5.hexadecimal(contents.utf8) } }
  private(set) var md5: String
  var description: String?
  /// Whose it is; nil for one of all projects.
  var project: String?
  /// The datastore's id; nil for one that fits all.
  var datastore: String?
  /// The version's id; nil for one that fits all.
  var version: String?
  /// Whether every new instance gets it.
  var isAutomatic = false
  var isUrgent = false
  var order = 5
  var isVisible = true
  /// Whether it may be changed while it is applied.
  var isLive = false
  /// Whether only administrators may change it.
  var isAdmins = false
  let created: Timestamp
  var updated: Timestamp

  /// How the service writes of "any".
  static let all = "all"

  init(
    id: String, name: String, type: String, contents: String, project: String?, created: Timestamp
  ) {
    self.id = id
    self.name = name
    self.type = type
    self.contents = contents
    self.project = project
    self.created = created
    updated = created
    md5 = MD5.hexadecimal(contents.utf8)
  }

  /// What a guest says after applying it: the message in the contents, nil when there is none.
  var message: String? {
    let text = String(decoding: Base64.decode(contents) ?? [], as: UTF8.self)
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let key = parts.first, parts.count == 2 else { continue }
      if key.lowercased().filter({ $0 != " " }) == "message" {
        return String(parts[1].drop { $0 == " " })
      }
    }
    return nil
  }

  /// Who sees it: administrators see all, others what is theirs or everybody's, and not hidden.
  func isSeen(by call: TroveCall) -> Bool {
    call.isAdmin || isVisible && (project == nil || project == call.project)
  }

  func fits(_ version: Catalogue.Version) -> Bool {
    (datastore ?? version.datastore) == version.datastore
      && (self.version ?? version.id) == version.id
  }
}

/// A module on an instance, as it was when it was applied.
struct AppliedModule: Sendable {
  var module: Module
  let applied: Timestamp
  var updated: Timestamp
}

extension InstanceContents {
  /// Applies a module, or applies it again.
  mutating func apply(_ module: Module, at now: Timestamp) {
    let place = modules.firstIndex { $0.module.id == module.id }
    guard let place else {
      modules.append(AppliedModule(module: module, applied: now, updated: now))
      return
    }
    modules[place].module = module
    modules[place].updated = now
  }
}

extension TroveState {
  /// A module that the caller sees.
  func module(_ id: String, for call: TroveCall) throws(TroveRefusal) -> Module {
    guard let module = modules[id], module.isSeen(by: call) else {
      throw .notFound("Module with ID \(id) could not be found.")
    }
    return module
  }

  /// The instances that have a module, in order of their ids, each with how it has it.
  func instances(with module: String) -> [(instance: Instance, applied: AppliedModule)] {
    contents.compactMap { id, contents in
      guard let applied = contents.modules.first(where: { $0.module.id == module }),
        let instance = instances[id]
      else { return nil }
      return (instance, applied)
    }.sorted { $0.instance.id < $1.instance.id }
  }

  /// The modules that a new instance of a project gets unasked.
  func automaticModules(of project: String, for version: String) -> [Module] {
    guard modules.count > 0, let version = catalogue.version(version) else { return [] }
    return modules.records(of: nil).filter {
      $0.isAutomatic && ($0.project ?? project) == project && $0.fits(version)
    }
  }

  mutating func insert(_ module: Module) {
    modules.insert(module, key: module.id, owner: module.project ?? "")
  }
}
