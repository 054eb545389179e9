import Testing
import TroveClient

extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `makes a backup and restores it`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let users = [NewUser("jsmith", password: "12345", databases: ["my_db"])]
    try await running.withInstance(tc, "saved", databases: ["my_db"], users: users) { instance in
      var backup = try await tc.backups.create(
        "b1", instance: instance.id, description: "first")
      #expect(backup.status == .new && backup.instanceID == instance.id && backup.size == nil)
      #expect(try await instance.refreshed().status == .backup)
      backup = try await running.wait(
        for: { [backup] in try await backup.refreshed() }, until: { $0.status == .completed })
      #expect(backup.description == "first" && (backup.size ?? 0) > 0 && backup.location != nil)
      #expect(backup.datastore?.type == "mysql" && backup.datastore?.version == "8.0")
      try await running.wait(for: instance)
      let all = try await running.client(.administrator).backups.list(
        fromAllProjects: true, projectID: backup.projectID)
      #expect(all.items == [backup])

      let restored = try await running.wait(
        for: try await tc.instances.create(
          "restored", flavorID: "1", volume: Volume(size: 1), restoringBackup: backup.id,
          datastore: "mysql", datastoreVersion: "8.0"))
      #expect(try await restored.listDatabases().map(\.name) == ["my_db"])
      #expect(try await restored.listUsers().first?.databases == ["my_db"])
      try await running.remove(restored)
      try await backup.delete()
      try await running.waitUntilGone { [backup] in _ = try await backup.refreshed() }
      #expect(try await instance.listBackups().isEmpty)
    }
  }

  @Test(arguments: RunningTrove.all)
  func `pages backups, newest first, and deletes what adds to one`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc) { instance in
      func save(_ name: String, parent: String? = nil, adds: Bool = false) async throws -> Backup {
        let made = try await tc.backups.create(
          name, instance: instance.id, parentID: parent, isIncremental: adds)
        let done = try await running.wait(
          for: { try await made.refreshed() }, until: { $0.status == .completed })
        try await running.wait(for: instance)
        return done
      }
      let first = try await save("b1")
      let second = try await save("b2", parent: first.id)
      let third = try await save("b3", adds: true)
      #expect(first.parentID == nil && second.parentID == first.id)
      #expect(third.parentID == second.id)
      let page = try await tc.backups.list(limit: 2, datastore: "mysql", instanceID: instance.id)
      #expect(page.map(\.name) == ["b3", "b2"] && page.next == "2")
      let rest = try await tc.backups.list(
        limit: 2, marker: page.next, datastore: "mysql", instanceID: instance.id)
      #expect(rest.map(\.name) == ["b1"] && rest.next == nil)
      var all: [String] = []
      for try await backup in tc.backups.all(pageSize: 1, instanceID: instance.id) {
        all.append(backup.name)
      }
      #expect(all == ["b3", "b2", "b1"])
      #expect(try await tc.instances.backups(instance.id).map(\.name) == all)
      try await second.delete()
      try await running.waitUntilGone { _ = try await second.refreshed() }
      try await running.waitUntilGone { _ = try await third.refreshed() }
      #expect(try await instance.listBackups() == Page(items: [first]))
      try await first.delete()
      try await running.waitUntilGone { _ = try await first.refreshed() }
    }
  }

  @Test(arguments: RunningTrove.all)
  func `puts backups where their strategy says`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc) { instance in
      let own = try await tc.backupStrategies.create(
        instanceID: instance.id, swiftContainer: "c2")
      #expect(own.instanceID == instance.id && own.swiftContainer == "c2")
      #expect(own.backend == "swift")
      let project = try await tc.backupStrategies.create(swiftContainer: "c3")
      #expect(project.instanceID.isEmpty && project.swiftContainer == "c3")
      #expect(try await tc.backupStrategies.list(instanceID: instance.id).items == [own])
      let made = try await tc.backups.create("b1", instance: instance.id)
      let backup = try await running.wait(
        for: { try await made.refreshed() }, until: { $0.status == .completed })
      #expect(backup.location?.contains("/c2/") == true)
      try await running.wait(for: instance)
      try await backup.delete()
      try await tc.backupStrategies.delete(instanceID: instance.id)
      try await tc.backupStrategies.delete()
      // What isn't there is deleted already.
      try await tc.backupStrategies.delete()
      #expect(try await tc.backupStrategies.list().isEmpty)
      try await running.waitUntilGone { _ = try await backup.refreshed() }
    }
  }
}
