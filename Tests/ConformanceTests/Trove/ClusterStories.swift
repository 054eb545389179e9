import Testing
import TroveClient

extension `Conformance of Trove` {
  private static func member(_ name: String? = nil) -> NewClusterMember {
    NewClusterMember(flavorID: "1", volume: Volume(size: 1), name: name)
  }

  private static func idle(_ cluster: Cluster, _ running: RunningTrove) async throws -> Cluster {
    try await running.wait(
      for: { try await cluster.refreshed() }, until: { $0.task.name == "NONE" })
  }

  private static func make(_ tc: TroveClient, _ running: RunningTrove) async throws -> Cluster {
    let made = try await tc.clusters.create(
      "cl1", datastore: "pxc", datastoreVersion: "5.5",
      instances: [member(), member(), member()])
    #expect(made.task.name == "BUILDING" && made.instances.count == 3)
    return try await idle(made, running)
  }

  @Test(arguments: RunningTrove.all)
  func `makes, grows, shrinks and deletes a cluster`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    var cluster = try await Self.make(tc, running)
    #expect(cluster.name == "cl1" && cluster.datastore.type == "pxc" && cluster.ip.count == 3)
    #expect(cluster.instances.allSatisfy { $0.status == .active && $0.flavor?.id == "1" })
    #expect(try await tc.clusters.list().map(\.id).contains(cluster.id))

    let grown = try await tc.clusters.grow(cluster.id, [Self.member("member-3")])
    #expect(grown.task.name == "GROWING_CLUSTER")
    cluster = try await Self.idle(cluster, running)
    #expect(cluster.instances.count == 4)
    let added = try #require(cluster.instances.first { $0.name == "member-3" })

    let shrunk = try await tc.clusters.shrink(cluster.id, [added.id])
    #expect(shrunk.task.name == "SHRINKING_CLUSTER")
    cluster = try await Self.idle(cluster, running)
    #expect(cluster.instances.count == 3 && !cluster.instances.contains { $0.id == added.id })

    try await cluster.delete()
    #expect(try await cluster.refresh().task.name == "DELETING")
    try await running.waitUntilGone { [cluster] in _ = try await cluster.refreshed() }
    #expect(try await tc.instances.list(includesClustered: true).isEmpty)
  }

  @Test(arguments: RunningTrove.all)
  func `keeps a cluster's members to itself`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let cluster = try await Self.make(tc, running)
    let members = Set(cluster.instances.map(\.id))
    #expect(try await tc.instances.list().filter { members.contains($0.id) }.isEmpty)
    let all = try await tc.instances.list(includesClustered: true, isDetailed: true)
    #expect(Set(all.map(\.id)).isSuperset(of: members))
    let one = try await tc.instances.get(try #require(cluster.instances.first?.id))
    var output = Printout("Trove")
    let ids = ["ID": cluster.id, "FIRST": one.id]
    await output.printRefusal("delete a member", ids: ids) { try await one.delete() }
    await output.printRefusal("restart a member", ids: ids) { try await one.restart() }
    await output.printRefusal("add a shard", ids: ids) {
      _ = try await tc.clusters.addShard(cluster.id)
    }
    await output.printRefusal("remove all", ids: ids) {
      _ = try await tc.clusters.shrink(cluster.id, Array(members))
    }
    await output.printRefusal("reset without rights", ids: ids) {
      try await tc.clusters.resetStatus(cluster.id)
    }
    await output.printRefusal("enable root", ids: ids) {
      _ = try await tc.root.createClusterRoot(cluster.id)
    }
    await output.printRefusal("ask for root", ids: ids) {
      _ = try await tc.root.isClusterRootEnabled(cluster.id)
    }
    let upgraded = try await tc.clusters.upgrade(cluster.id, to: "5.5")
    #expect(upgraded.task.name == "UPGRADING_CLUSTER")
    await output.printRefusal("grow a busy one", ids: ids) {
      _ = try await tc.clusters.grow(cluster.id, [Self.member()])
    }
    try output.expect("clusters")
    try await Self.idle(cluster, running).delete()
    try await running.waitUntilGone { _ = try await cluster.refreshed() }
  }

  @Test(arguments: RunningTrove.all)
  func `refuses clusters that can't be`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    var output = Printout("Trove")
    await output.printRefusal("of mysql") {
      _ = try await tc.clusters.create(
        "cl2", datastore: "mysql", datastoreVersion: "5.6-104",
        instances: [Self.member(), Self.member(), Self.member()])
    }
    await output.printRefusal("too few") {
      _ = try await tc.clusters.create(
        "cl2", datastore: "pxc", datastoreVersion: "5.5", instances: [Self.member()])
    }
    await output.printRefusal("not alike") {
      _ = try await tc.clusters.create(
        "cl2", datastore: "pxc", datastoreVersion: "5.5",
        instances: [
          Self.member(), Self.member(), NewClusterMember(flavorID: "2", volume: Volume(size: 1)),
        ])
    }
    try output.expect("refused clusters")
    #expect(try await !tc.clusters.list().contains { $0.name == "cl2" })
  }
}
