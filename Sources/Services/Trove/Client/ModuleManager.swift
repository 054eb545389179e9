import HTTPMessage
import JSON
import ServiceAnswers

/// Makes, finds, changes and deletes modules.
public struct ModuleManager: Sendable {
  let client: TroveClient

  /// A page of the project's modules, by id.
  public func list(
    limit: Int? = nil, marker: String? = nil, datastore: String? = nil
  ) async throws(TroveError) -> Page<Module> {
    var query = Query(limit: limit, marker: .plain(marker))
    query.add("datastore", datastore)
    return try await client.page(.get("modules", query: query), "modules")
  }

  /// All of the project's modules, in pages of `pageSize`.
  public func all(pageSize: Int? = nil, datastore: String? = nil) -> PageSequence<Module> {
    PageSequence { marker throws(TroveError) in
      try await list(limit: pageSize, marker: marker, datastore: datastore)
    }
  }

  /// A module.
  ///
  /// - Throws: ``TroveError``: not found when the project has no such module.
  public func get(_ id: String) async throws(TroveError) -> Module {
    try await client.value(.get("modules", id), "module")
  }

  /// Makes a module.
  ///
  /// - Parameter contents: any bytes; they go out in base 64.
  /// - Throws: ``TroveError``: not found for an unknown type; a bad request when there is one of that
  ///   name already.
  public func create(
    _ name: String, type: String, contents: some Sequence<UInt8> & Sendable,
    options: ModuleOptions = ModuleOptions()
  ) async throws(TroveError) -> Module {
    var module = JSONObject()
    module.set("name", name)
    module.set("module_type", type)
    module.set("contents", Base64.encode(contents))
    options.add(to: &module)
    let body: JSONValue = ["module": .object(module)]
    return try await client.value(.post("modules", body: body), "module")
  }

  /// Changes a module; what is nil stays as it is.
  public func update(
    _ id: String, name: String? = nil, type: String? = nil, contents: [UInt8]? = nil,
    options: ModuleOptions = ModuleOptions()
  ) async throws(TroveError) -> Module {
    var module = JSONObject()
    module.set("name", name)
    module.set("type", type)
    module.set("contents", contents.map { Base64.encode($0) })
    options.add(to: &module)
    let body: JSONValue = ["module": .object(module)]
    return try await client.value(.put("modules", id, body: body), "module")
  }

  /// Deletes a module.
  ///
  /// - Throws: ``TroveError``: forbidden while an instance has it.
  public func delete(_ id: String) async throws(TroveError) {
    try await client.send(.delete("modules", id))
  }

  /// The instances that have a module.
  public func instances(
    _ id: String, limit: Int? = nil, marker: String? = nil, includesClustered: Bool? = nil
  ) async throws(TroveError) -> Page<Instance> {
    var call = Call.get(
      "modules", id, "instances", query: Query(limit: limit, marker: .plain(marker)))
    call.query.add("include_clustered", includesClustered)
    return try await client.page(call, "instances")
  }

  /// How many instances have a module.
  public func instanceCounts(
    _ id: String, includesClustered: Bool? = nil
  ) async throws(TroveError) -> Page<ModuleInstanceCount> {
    var call = Call.get("modules", id, "instances")
    call.query.add("count_only", true)
    call.query.add("include_clustered", includesClustered)
    return try await client.page(call, "instances")
  }

  /// Puts a module on the instances once more that have it in an older form.
  ///
  /// - Parameters:
  ///   - md5: only on those that have this form of it.
  ///   - batchSize: how many at a time.
  ///   - batchDelay: seconds in between.
  ///   - isForced: also on those that have it as it is now.
  public func reapply(
    _ id: String, md5: String? = nil, includesClustered: Bool? = nil, batchSize: Int? = nil,
    batchDelay: Int? = nil, isForced: Bool? = nil
  ) async throws(TroveError) {
    var reapply = JSONObject()
    reapply.set("md5", md5)
    reapply.set("include_clustered", asNumber: includesClustered)
    reapply.set("batch_size", batchSize)
    reapply.set("batch_delay", batchDelay)
    reapply.set("force", asNumber: isForced)
    let body: JSONValue = ["reapply": .object(reapply)]
    try await client.send(.put("modules", id, "instances", body: body))
  }
}
