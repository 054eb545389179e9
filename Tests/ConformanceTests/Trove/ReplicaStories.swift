import Testing
import TroveClient

extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `makes, promotes and detaches replicas`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc, "source", databases: ["my_db"]) { source in
      var replica = try await tc.instances.create("replica", replicaOf: source.id)
      #expect(replica.replicaOf?.id == source.id && replica.flavor.id == source.flavor.id)
      replica = try await running.wait(for: replica)
      #expect(try await source.refreshed().replicas.map(\.id) == [replica.id])
      #expect(try await replica.listDatabases().map(\.name) == ["my_db"])

      try await replica.promoteToReplicaSource()
      #expect(try await replica.refresh().status == .promote)
      #expect(try await source.refreshed().status == .promote)
      replica = try await running.wait(for: replica)
      var old = try await running.wait(for: source)
      #expect(replica.replicaOf == nil && replica.replicas.map(\.id) == [source.id])
      #expect(old.replicaOf?.id == replica.id && old.replicas.isEmpty)

      try await old.detachReplica()
      #expect(try await old.refresh().status == .detach)
      old = try await running.wait(for: old)
      #expect(old.replicaOf == nil)
      #expect(try await replica.refresh().replicas.isEmpty)
      try await running.remove(replica)
    }
  }

  @Test(arguments: RunningTrove.all)
  func `gives all replicas to the one that is promoted`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc, "source") { source in
      let first = try await tc.instances.create(
        "replica", replicaOf: source.id, replicaCount: 2)
      let ids = try await source.refreshed().replicas.map(\.id)
      let other = try await tc.instances.get(try #require(ids.first { $0 != first.id }))
      for each in [first, other, source] { try await running.wait(for: each) }
      try await first.promoteToReplicaSource()
      for each in [first, other, source] {
        #expect(try await each.refreshed().status == .promote)
      }
      for each in [first, other, source] { try await running.wait(for: each) }
      let heir = try await first.refreshed()
      #expect(heir.replicaOf == nil && Set(heir.replicas.map(\.id)) == [other.id, source.id])
      #expect(try await other.refreshed().replicaOf?.id == first.id)
      #expect(try await source.refreshed().replicaOf?.id == first.id)
      // A replica may go without being detached first.
      try await running.remove(other)
      try await source.detachReplica()
      try await running.wait(for: source)
      try await running.remove(heir)
    }
  }

  @Test(arguments: RunningTrove.all)
  func `refuses what replicas and their sources can't do`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc, "source") { source in
      let first = try await tc.instances.create(
        "replica", replicaOf: source.id, replicaCount: 2)
      let replicas = try await source.refreshed().replicas
      #expect(replicas.count == 2 && replicas.contains { $0.id == first.id })
      for replica in replicas { try await running.wait(for: tc.instances.get(replica.id)) }
      try await running.wait(for: source)
      let ids = ["ID": source.id, "RID": first.id]
      var output = Printout("Trove")
      await output.printRefusal("delete the source", ids: ids) { try await source.delete() }
      await output.printRefusal("eject the source", ids: ids) {
        try await source.ejectReplicaSource()
      }
      await output.printRefusal("eject a replica", ids: ids) {
        try await first.ejectReplicaSource()
      }
      await output.printRefusal("promote the source", ids: ids) {
        try await source.promoteToReplicaSource()
      }
      await output.printRefusal("detach the source", ids: ids) {
        try await source.detachReplica()
      }
      await output.printRefusal("a flavor of its own", ids: ids) {
        _ = try await tc.instances.create("no", flavorID: "1", replicaOf: source.id)
      }
      try output.expect("replicas")
      for replica in replicas {
        let replica = try await tc.instances.get(replica.id)
        try await running.remove(replica)
      }
      #expect(try await source.refreshed().replicas.isEmpty)
    }
  }
}
