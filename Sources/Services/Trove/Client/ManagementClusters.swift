import JSON

/// Clusters of all projects, for administrators.
public struct ManagementClusterManager: Sendable {
  let client: TroveClient

  /// A page of all clusters.
  ///
  /// - Parameter isDeleted: whether to list those that are gone; nil lists those that are there.
  public func list(
    limit: Int? = nil, marker: String? = nil, isDeleted: Bool? = nil
  ) async throws(TroveError) -> Page<Cluster> {
    var query = Query(limit: limit, marker: .plain(marker))
    // In small letters here, unlike everywhere else.
    query.add("deleted", isDeleted.map { $0 ? "true" : "false" })
    return try await client.page(.get("mgmt", "clusters", query: query), "clusters")
  }

  /// A cluster.
  ///
  /// - Throws: ``TroveError``: not found for an unknown one.
  public func show(_ id: String) async throws(TroveError) -> Cluster {
    try await client.value(.get("mgmt", "clusters", id), "cluster")
  }

  /// Ends the task that a cluster is stuck in.
  ///
  /// - Throws: ``TroveError``: not found for an unknown cluster.
  public func resetTask(_ id: String) async throws(TroveError) {
    let body: JSONValue = ["reset-task": [:]]
    try await client.send(.post("mgmt", "clusters", id, "action", body: body))
  }
}
