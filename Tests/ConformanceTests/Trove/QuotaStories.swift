import Testing
import TroveClient

extension `Conformance of Trove` {
  /// What the worker's project has and may have, by resource.
  private static func quotas(
    _ admin: TroveClient, _ project: String
  ) async throws -> [String: [Int]] {
    let quotas = try await admin.quota.show(project)
    return Dictionary(
      quotas.map { ($0.resource, [$0.inUse, $0.limit]) }, uniquingKeysWith: { $1 })
  }

  @Test(arguments: RunningTrove.all)
  func `tells limits that agree with the quotas`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let admin = running.client(.administrator)
    let limits = try await tc.limits.list()
    let absolute = try #require(limits.first { $0.verb == "ABSOLUTE" })
    #expect(limits.contains { $0.verb == "GET" && $0.unit == "MINUTE" })
    try await running.withInstance(tc) { instance in
      let project = try #require(try await admin.managementInstances.show(instance.id).tenantID)
      let quotas = try await Self.quotas(admin, project)
      #expect(absolute.absolute["instances"] == quotas["instances"]?.last)
      #expect(absolute.absolute["volumes"] == quotas["volumes"]?.last)
      #expect(absolute.absolute["backups"] == quotas["backups"]?.last)
      #expect((quotas["instances"]?.first ?? 0) >= 1 && (quotas["volumes"]?.first ?? 0) >= 1)
      // Everybody may see the own ones.
      #expect(try await tc.quota.show(project).count == quotas.count)
    }
  }

  @Test(arguments: RunningTrove.all)
  func `refuses what is over quota and leaves nothing behind`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let admin = running.client(.administrator)
    try await running.withInstance(tc) { instance in
      let project = try #require(try await admin.managementInstances.show(instance.id).tenantID)
      let before = try await Self.quotas(admin, project)
      let used = before.compactMapValues(\.first)
      let known = try await tc.instances.list()
      let full = try await admin.quota.update(
        project, ["instances": used["instances"] ?? 0, "backups": used["backups"] ?? 0])
      #expect(full["instances"] == used["instances"])
      var output = Printout("Trove")
      await output.printRefusal("one more instance") {
        _ = try await tc.instances.create(
          "more", flavorID: "1", volume: Volume(size: 1), datastore: "mysql")
      }
      await output.printRefusal("one more replica") {
        _ = try await tc.instances.create("more", replicaOf: instance.id)
      }
      await output.printRefusal("one more backup") {
        _ = try await tc.backups.create("more", instance: instance.id)
      }
      await output.printRefusal("three members") {
        let member = NewClusterMember(flavorID: "1", volume: Volume(size: 1))
        _ = try await tc.clusters.create(
          "more", datastore: "pxc", datastoreVersion: "5.5", instances: [member, member, member])
      }
      _ = try await admin.quota.update(project, ["volumes": used["volumes"] ?? 0])
      await output.printRefusal("a larger volume") { try await instance.resizeVolume(to: 2) }
      _ = try await admin.quota.update(project, before.compactMapValues(\.last))
      await output.printRefusal("too large a volume") {
        _ = try await tc.instances.create(
          "more", flavorID: "1", volume: Volume(size: 26), datastore: "mysql")
      }
      await output.printRefusal("an unknown resource") {
        _ = try await admin.quota.update(project, ["nope": 1])
      }
      try output.expect("quotas")
      #expect(try await Self.quotas(admin, project) == before)
      #expect(try await tc.instances.list() == known)
      #expect(try await tc.clusters.list().isEmpty)
      #expect(try await instance.listBackups().isEmpty)
      #expect(try await instance.refreshed().status == .active)
    }
  }
}
