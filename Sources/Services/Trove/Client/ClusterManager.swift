public import JSON
import ServiceAnswers

/// Makes, finds, changes and deletes clusters.
public struct ClusterManager: Sendable {
  let client: TroveClient

  /// A page of the project's clusters, by id.
  public func list(
    limit: Int? = nil, marker: String? = nil
  ) async throws(TroveError) -> Page<Cluster> {
    let query = Query(limit: limit, marker: .plain(marker))
    return try await client.page(.get("clusters", query: query), "clusters")
  }

  /// All of the project's clusters, in pages of `pageSize`.
  public func all(pageSize: Int? = nil) -> PageSequence<Cluster> {
    PageSequence { marker throws(TroveError) in
      try await list(limit: pageSize, marker: marker)
    }
  }

  /// A cluster.
  ///
  /// - Throws: ``TroveError``: not found when the project has no such cluster.
  public func get(_ id: String) async throws(TroveError) -> Cluster {
    try await client.value(.get("clusters", id), "cluster")
  }

  /// Makes a cluster.
  ///
  /// - Parameters:
  ///   - datastoreVersion: a version's name.
  ///   - instances: how many are needed depends on the datastore.
  ///   - extendedProperties: what else the datastore wants to know.
  ///   - configuration: the id of a configuration group.
  /// - Throws: ``TroveError``: not implemented for a datastore without clusters; a bad request for
  ///   too few instances.
  public func create(
    _ name: String, datastore: String, datastoreVersion: String, instances: [NewClusterMember],
    locality: String? = nil, extendedProperties: JSONObject? = nil, configuration: String? = nil
  ) async throws(TroveError) -> Cluster {
    var cluster = JSONObject()
    cluster.set("name", name)
    cluster.setDatastore(datastore, version: datastoreVersion)
    cluster.set("instances", instances.map(\.json))
    cluster.set("locality", locality)
    if let extendedProperties { cluster["extended_properties"] = .object(extendedProperties) }
    cluster.set("configuration", configuration)
    let body: JSONValue = ["cluster": .object(cluster)]
    return try await client.value(.post("clusters", body: body), "cluster")
  }

  /// Deletes a cluster.
  ///
  /// - Throws: ``TroveError``: unprocessable while it has something else to do.
  public func delete(_ id: String) async throws(TroveError) {
    try await client.send(.delete("clusters", id))
  }

  /// Adds instances.
  public func grow(
    _ id: String, _ instances: [NewClusterMember]
  ) async throws(TroveError) -> Cluster {
    try await act(id, "grow", .array(instances.map(\.json)))
  }

  /// Removes instances.
  ///
  /// - Parameter instances: ids.
  public func shrink(_ id: String, _ instances: [String]) async throws(TroveError) -> Cluster {
    try await act(id, "shrink", .array(instances.map { ["id": .string($0)] }))
  }

  /// Moves a cluster to another version of its datastore.
  ///
  /// - Parameter datastoreVersion: the version's name.
  public func upgrade(
    _ id: String, to datastoreVersion: String
  ) async throws(TroveError) -> Cluster {
    try await act(id, "upgrade", ["datastore_version": .string(datastoreVersion)])
  }

  /// Ends the task that a cluster is stuck in. For administrators.
  ///
  /// - Throws: ``TroveError``: forbidden for others.
  public func resetStatus(_ id: String) async throws(TroveError) {
    let body: JSONValue = ["reset-status": [:]]
    try await client.send(.post("clusters", id, body: body))
  }

  /// Adds a shard.
  ///
  /// - Throws: ``TroveError``: a bad request for a datastore without shards.
  public func addShard(_ id: String) async throws(TroveError) -> Cluster {
    try await act(id, "add_shard", [:])
  }

  private func act(
    _ id: String, _ action: String, _ argument: JSONValue
  ) async throws(TroveError) -> Cluster {
    let body = JSONObject([.init(key: action, value: argument)])
    return try await client.value(.post("clusters", id, body: .object(body)), "cluster")
  }
}
