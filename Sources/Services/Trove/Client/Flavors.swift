public import JSON
import ServiceAnswers

/// A size of instances.
public struct Flavor: TroveObject, Identifiable {
  public let attributes: JSONObject

  /// The text id. The service writes a number beside it, or null where the text is none; the
  /// Python client shows the number.
  public let id: String
  public let name: String
  /// MiB.
  public let ram: Int
  public let vcpus: Int?
  /// GiB.
  public let disk: Int?
  /// GiB.
  public let ephemeral: Int?
  public let links: [Link]
}

/// A kind of disk.
public struct VolumeType: TroveObject, Identifiable {
  public let attributes: JSONObject

  public let id: String
  /// What ``Volume/type`` takes.
  public let name: String
  public let isPublic: Bool?
  public let description: String?
}

extension Flavor: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    if let text = try answer.optional("str_id") {
      id = try text.identifier()
    } else {
      id = try answer.member("id").identifier()
    }
    name = try answer.member("name").string()
    ram = try answer.member("ram").int()
    vcpus = try answer.number("vcpus")
    disk = try answer.number("disk")
    ephemeral = try answer.number("ephemeral")
    links = try answer.links()
  }
}

extension VolumeType: PlainModel {
  init(_ answer: Answer) throws(UnreadableAnswer) {
    attributes = try answer.object()
    id = try answer.member("id").identifier()
    name = try answer.member("name").string()
    isPublic = try answer.flag("is_public")
    description = try answer.text("description")
  }
}

/// Finds sizes of instances.
public struct FlavorManager: Sendable {
  let client: TroveClient

  /// All of them; this list has no pages.
  public func list() async throws(TroveError) -> Page<Flavor> {
    try await client.page(.get("flavors"), "flavors")
  }

  /// A flavor.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func get(_ id: String) async throws(TroveError) -> Flavor {
    try await client.value(.get("flavors", id), "flavor")
  }

  /// The flavors that a version of a datastore can run on.
  ///
  /// - Parameters:
  ///   - datastore: id or name.
  ///   - version: id.
  public func list(
    datastore: String, version: String
  ) async throws(TroveError) -> Page<Flavor> {
    try await client.page(
      .get("datastores", datastore, "versions", version, "flavors"), "flavors")
  }
}

/// Finds kinds of disks.
public struct VolumeTypeManager: Sendable {
  let client: TroveClient

  /// The kinds that a version of a datastore can use.
  ///
  /// - Parameters:
  ///   - datastore: id or name.
  ///   - version: id.
  public func list(
    datastore: String, version: String
  ) async throws(TroveError) -> Page<VolumeType> {
    try await client.page(
      .get("datastores", datastore, "versions", version, "volume-types"), "volume_types")
  }
}
