import JSON
import Testing
import TroveClient

/// What only administrators may.
extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `shows administrators what is behind an instance`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let admin = running.client(.administrator)
    try await running.withInstance(tc, "managed") { instance in
      let id = instance.id
      #expect(instance.tenantID == nil && instance.serverID == nil)
      let managed = try await admin.managementInstances.show(id)
      #expect(managed.name == "managed" && managed.tenantID != nil && managed.server != nil)
      #expect(managed.isDeleted == false && managed.volume?.total != nil)
      let listed = try await admin.managementInstances.list(projectID: managed.tenantID)
      #expect(listed.contains { $0.id == id })
      var projects: Set<String> = []
      for try await each in admin.managementInstances.all(pageSize: 20) {
        projects.formUnion(each.tenantID.map { [$0] } ?? [])
      }
      #expect(projects.count > 1)
      #expect(try await admin.instances.get(id).serverID != nil)

      _ = try await tc.root.create(id)
      let history = try await admin.managementInstances.rootEnabledHistory(id)
      #expect(history.id == id && history.enabled?.microsecondsSince1970 != nil)
      #expect(try await admin.managementInstances.show(id).rootEnabledBy == history.user)
      #expect(try await admin.managementInstances.diagnostics(id).threads > 0)
      #expect(try await admin.managementInstances.hardwareInfo(id).cpuCount > 0)
    }
  }

  @Test(arguments: RunningTrove.all)
  func `lets administrators handle an instance`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let admin = running.client(.administrator)
    var instance = try await running.wait(
      for: try await tc.instances.create(
        "handled", flavorID: "1", volume: Volume(size: 1), datastore: "mysql"))
    let id = instance.id
    try await admin.managementInstances.reboot(id)
    #expect(try await instance.refresh().status == .reboot)
    instance = try await running.wait(for: instance)
    try await admin.managementInstances.migrate(id)
    #expect(try await instance.refresh().status == .resize)
    instance = try await running.wait(for: instance)
    try await admin.managementInstances.rebuild(
      id, imageID: "7d6f4c0e-1f5a-4a57-9f6c-4a1d3f2b0001")
    #expect(try await instance.refresh().status == .build)
    try await admin.managementInstances.resetTaskStatus(id)
    instance = try await running.wait(for: instance)
    try await admin.managementInstances.stop(id)
    try await admin.instances.resetStatus(id)
    #expect(try await instance.refresh().operatingStatus == .error)
    try await admin.instances.forceDelete(id)
    try await running.waitUntilGone { [instance] in _ = try await instance.refreshed() }
    let gone = try await admin.managementInstances.list(limit: 100, isDeleted: true)
    #expect(gone.first { $0.id == id }?.isDeleted == true)
  }

  @Test(arguments: RunningTrove.all)
  func `lets administrators make versions and parameters`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let admin = running.client(.administrator)
    let versions = admin.managementDatastoreVersions
    let image = try #require(try await versions.list().first?.image)
    try await versions.create(
      "9.9", datastoreName: "mysql", datastoreManager: "mysql", image: image, packages: ["p"],
      version: "9.9.1")
    let made = try #require(try await versions.list().first { $0.name == "9.9" })
    #expect(made.isActive == true && made.isDefault == false && made.version == "9.9.1")
    #expect(made.packages == ["p"] && made.datastoreName == "mysql" && made.image == image)
    #expect(try await admin.datastoreVersions.get("mysql", "9.9").id == made.id)
    try await versions.edit(made.id, isActive: false, name: "9.9-old")
    let changed = try await versions.get(made.id)
    #expect(changed.name == "9.9-old" && changed.isActive == false && changed.image == image)

    let parameters = admin.managementConfigurationParameters
    let parameter = try await parameters.create(
      made.id, NewConfigurationParameter("zz_new", type: "integer", maximum: 10, minimum: 1))
    #expect(parameter.maximum == 10 && parameter.minimum == 1 && !parameter.requiresRestart)
    #expect(try await parameters.get(made.id, "zz_new").maximum == 10)
    let other = try await parameters.modify(
      made.id,
      NewConfigurationParameter(
        "zz_new", type: "integer", requiresRestart: true, maximum: 20, minimum: 2))
    #expect(other.maximum == 20 && other.minimum == 2 && other.requiresRestart)
    #expect(try await parameters.list(made.id).map(\.name) == ["zz_new"])
    try await parameters.delete(made.id, "zz_new")
    #expect(try await parameters.list(made.id).isEmpty)
    try await made.delete()
    #expect(try await !versions.list().contains { $0.id == made.id })
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningTrove.all)
  func `lets administrators end what a cluster is stuck in`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let admin = running.client(.administrator)
    let member = NewClusterMember(flavorID: "1", volume: Volume(size: 1))
    let cluster = try await tc.clusters.create(
      "stuck", datastore: "pxc", datastoreVersion: "5.5", instances: [member, member, member])
    #expect(try await admin.managementClusters.list().map(\.id).contains(cluster.id))
    let managed = try await admin.managementClusters.show(cluster.id)
    #expect(managed.task.name == "BUILDING" && managed.tenantID != nil)
    #expect(managed.isDeleted == false)
    try await admin.managementClusters.resetTask(cluster.id)
    #expect(try await cluster.refreshed().task.name == "NONE")
    try await admin.clusters.resetStatus(cluster.id)
    try await cluster.delete()
    try await running.waitUntilGone { _ = try await cluster.refreshed() }
  }

  @Test(arguments: RunningTrove.all)
  func `refuses others what administrators may`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc) { instance in
      let id = instance.id
      var output = Printout("Trove")
      await output.printRefusal("list") { _ = try await tc.managementInstances.list() }
      await output.printRefusal("show") { _ = try await tc.managementInstances.show(id) }
      await output.printRefusal("reboot") { try await tc.managementInstances.reboot(id) }
      await output.printRefusal("clusters") { _ = try await tc.managementClusters.list() }
      await output.printRefusal("versions") {
        _ = try await tc.managementDatastoreVersions.list()
      }
      await output.printRefusal("quotas") { _ = try await tc.quota.update("any", ["backups": 1]) }
      await output.printRefusal("reset") { try await tc.instances.resetStatus(id) }
      await output.printRefusal("all backups") {
        _ = try await tc.backups.list(fromAllProjects: true)
      }
      let datastore = try await tc.datastores.get("mysql")
      await output.printRefusal("delete a datastore") { try await datastore.delete() }
      try output.expect("administration")
      #expect(try await instance.refreshed().status == .active)
    }
  }
}
