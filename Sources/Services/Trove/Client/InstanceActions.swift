import JSON

/// What an instance can be told to do. All of it is unprocessable while the instance is busy.
extension InstanceManager {
  /// Restarts the database.
  public func restart(_ id: String) async throws(TroveError) { try await act(id, "restart") }

  /// Enlarges the disk.
  ///
  /// - Parameter size: GiB, more than it has.
  /// - Throws: ``TroveError``: a bad request for a size that isn't larger; over limit for one that
  ///   is too large.
  public func resizeVolume(_ id: String, to size: Int) async throws(TroveError) {
    let volume: JSONValue = ["size": .number(JSONNumber(size))]
    try await act(id, "resize", ["volume": volume])
  }

  /// Gives an instance another size.
  ///
  /// - Throws: ``TroveError``: a bad request for an unknown flavor and for the one it has.
  public func resizeInstance(_ id: String, toFlavor flavorID: String) async throws(TroveError) {
    try await act(id, "resize", ["flavorRef": .string(flavorID)])
  }

  /// Makes a replica the source of all the others.
  ///
  /// - Throws: ``TroveError``: a bad request when it is no replica.
  public func promoteToReplicaSource(_ id: String) async throws(TroveError) {
    try await act(id, "promote_to_replica_source")
  }

  /// Makes the best of its replicas the source, when this one has failed.
  ///
  /// - Throws: ``TroveError``: a bad request when it is no source, or still shows signs of life.
  public func ejectReplicaSource(_ id: String) async throws(TroveError) {
    try await act(id, "eject_replica_source")
  }

  /// Sets the status to error, so that the instance can be deleted. For administrators.
  ///
  /// - Throws: ``TroveError``: forbidden for others.
  public func resetStatus(_ id: String) async throws(TroveError) {
    try await act(id, "reset_status")
  }

  private func act(
    _ id: String, _ action: String, _ argument: JSONValue = [:]
  ) async throws(TroveError) {
    let body = JSONObject([.init(key: action, value: argument)])
    try await client.send(.post("instances", id, "action", body: .object(body)))
  }
}
