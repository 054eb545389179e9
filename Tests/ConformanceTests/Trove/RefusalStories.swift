import Testing
import TroveClient

extension `Conformance of Trove` {
  private static let unknown = "11111111-2222-3333-4444-555555555555"

  @Test(arguments: RunningTrove.all)
  func `refuses whom it doesn't know`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let account = TroveAccount.worker
    var output = Printout("Trove")
    for url in [running.authURL, running.authURL3] {
      let version = url.split(separator: "/").last ?? ""
      for (what, username, password, project) in [
        ("password", account.username, "wrong", account.project),
        ("user", "nobody", account.password, account.project),
        ("project", account.username, account.password, "no_project"),
      ] {
        let tc = TroveClient(
          username: username, password: password, projectID: project, regionName: running.region,
          authURL: url)
        await output.printRefusal("wrong \(what), \(version)") { _ = try await tc.flavors.list() }
      }
    }
    try output.expect("sign-in")
    let elsewhere = TroveClient(
      username: account.username, password: account.password, projectID: account.project,
      regionName: "WEST", authURL: running.authURL)
    let error = await #expect(throws: TroveError.self) { try await elsewhere.flavors.list() }
    guard case .endpointNotFound(let region, let available) = error else {
      Issue.record("\(error?.description ?? "no error")")
      return
    }
    #expect(region == "WEST" && available.contains { $0.region == running.region })
  }

  @Test(arguments: RunningTrove.all)
  func `keeps projects from each other`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let other = try #require(
      try await running.client(.documented).instances.list(limit: 1).first)
    var output = Printout("Trove")
    let ids = ["ID": other.id]
    await output.printRefusal("show", ids: ids) { _ = try await tc.instances.get(other.id) }
    await output.printRefusal("delete", ids: ids) { try await tc.instances.delete(other.id) }
    await output.printRefusal("restart", ids: ids) { try await tc.instances.restart(other.id) }
    await output.printRefusal("databases", ids: ids) {
      _ = try await tc.databases.list(other.id)
    }
    await output.printRefusal("back up", ids: ids) {
      _ = try await tc.backups.create("stolen", instance: other.id)
    }
    await output.printRefusal("replicate", ids: ids) {
      _ = try await tc.instances.create("stolen", replicaOf: other.id)
    }
    let account = TroveAccount.worker
    let intruder = TroveClient(
      username: account.username, password: account.password, projectID: account.project,
      authURL: running.authURL,
      bypassURL: running.url + "/v1.0/" + String(repeating: "0", count: 32))
    await output.printRefusal("another path", ids: ["TID": try await RunningTrove.project(tc)]) {
      _ = try await intruder.flavors.list()
    }
    try output.expect("projects")
    #expect(try await !tc.instances.list().contains { $0.id == other.id })
  }

  @Test(arguments: RunningTrove.all)
  func `finds nothing of what there isn't`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let unknown = Self.unknown
    var output = Printout("Trove")
    func refused(_ name: String, _ call: () async throws -> Void) async {
      await output.printRefusal(name, ids: ["ID": unknown], call)
    }
    await refused("flavor") { _ = try await tc.flavors.get("99") }
    await refused("datastore") { _ = try await tc.datastores.get("nope") }
    await refused("version") { _ = try await tc.datastoreVersions.get("mysql", "9.9") }
    await refused("parameter") {
      _ = try await tc.configurationParameters.getParameter("mysql", "8.0", "nope")
    }
    await refused("instance") { _ = try await tc.instances.get(unknown) }
    await refused("delete") { try await tc.instances.delete(unknown) }
    await refused("update") { try await tc.instances.update(unknown, name: "n") }
    await refused("restart") { try await tc.instances.restart(unknown) }
    await refused("databases") { _ = try await tc.databases.list(unknown) }
    await refused("users") { _ = try await tc.users.list(unknown) }
    await refused("root") { _ = try await tc.root.isRootEnabled(unknown) }
    await refused("logs") { _ = try await tc.instances.logList(unknown) }
    await refused("backup") { _ = try await tc.backups.get(unknown) }
    await refused("delete a backup") { try await tc.backups.delete(unknown) }
    await refused("restore") {
      _ = try await tc.instances.create(
        "n", flavorID: "1", volume: Volume(size: 1), restoringBackup: unknown, datastore: "mysql")
    }
    await refused("replicate") { _ = try await tc.instances.create("n", replicaOf: unknown) }
    await refused("configuration") { _ = try await tc.configurations.get(unknown) }
    await refused("cluster") { _ = try await tc.clusters.get(unknown) }
    await refused("cluster's root") { _ = try await tc.root.isClusterRootEnabled(unknown) }
    await refused("module") { _ = try await tc.modules.get(unknown) }
    await refused("of no flavor") {
      _ = try await tc.instances.create("n", flavorID: "99", volume: Volume(size: 1))
    }
    await refused("of no datastore") {
      _ = try await tc.instances.create(
        "n", flavorID: "1", volume: Volume(size: 1), datastore: "nope")
    }
    try output.expect("unknown")
    #expect(try await tc.instances.list().isEmpty)
  }

  @Test(arguments: RunningTrove.all)
  func `refuses to disturb a busy instance`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let made = try await tc.instances.create(
      "busy", flavorID: "1", volume: Volume(size: 1), datastore: "mysql", datastoreVersion: "8.0")
    let id = made.id
    var output = Printout("Trove")
    func refused(_ name: String, _ call: () async throws -> Void) async {
      await output.printRefusal(name, ids: ["ID": id], call)
    }
    await refused("delete while built") { try await made.delete() }
    await refused("restart while built") { try await made.restart() }
    await refused("databases while built") { _ = try await made.listDatabases() }
    await refused("users while built") { _ = try await made.listUsers() }
    await refused("root while built") { _ = try await tc.root.create(id) }
    await refused("back up while built") { _ = try await tc.backups.create("b", instance: id) }
    let instance = try await running.wait(for: made)
    try await instance.restart()
    await refused("restart while restarted") { try await instance.restart() }
    await refused("resize while restarted") { try await instance.resizeVolume(to: 2) }
    await refused("upgrade while restarted") { try await instance.upgrade(to: "8.0") }
    try await running.wait(for: instance)
    let backup = try await tc.backups.create("b", instance: id)
    await refused("back up while backed up") { _ = try await tc.backups.create("b", instance: id) }
    await refused("restart while backed up") { try await instance.restart() }
    try await running.wait(for: instance)
    await refused("to the same flavor") { try await instance.resizeInstance(toFlavor: "1") }
    await refused("to a smaller volume") { try await instance.resizeVolume(to: 1) }
    await refused("to no version") { try await instance.upgrade(to: "9.9") }
    try output.expect("busy")
    #expect(try await tc.backups.list(instanceID: id).map(\.id) == [backup.id])
    try await backup.delete()
    try await running.remove(instance)
  }
}
