import JSON
import MockServer
import Testing
import TroveClient

extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `tells what instances can be made of`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    for flavor in try await tc.flavors.list() {
      #expect(try await tc.flavors.get(flavor.id) == flavor)
    }
    let mysql = try await tc.datastores.get("mysql")
    #expect(try await tc.datastores.get(mysql.id) == mysql)
    #expect(try await tc.datastores.list().contains { $0.id == mysql.id })
    let versions = try await tc.datastoreVersions.list("mysql")
    #expect(versions.contains { $0.id == mysql.defaultVersion })
    let version = try await tc.datastoreVersions.get("mysql", "5.6-104")
    #expect(version.name == "5.6-104" && versions.contains { $0.id == version.id })
    #expect(try await tc.datastoreVersions.get(mysql.id, version.id) == version)
    #expect(try await tc.datastoreVersions.get(uuid: version.id) == version)
    let flavors = try await tc.flavors.list(datastore: "mysql", version: version.id)
    #expect(flavors.contains { $0.id == "1" })
    _ = try await tc.volumeTypes.list(datastore: "mysql", version: version.id)
    let parameters = try await tc.configurationParameters.parameters("mysql", "5.6-104")
    let same = try await tc.configurationParameters.parametersByVersion(version.id)
    #expect(!parameters.isEmpty && parameters == same)
    let one = try await tc.configurationParameters.getParameter(
      "mysql", "5.6-104", "max_connections")
    #expect(one.type == "integer" && parameters.contains(one))
    let again = try await tc.configurationParameters.getParameterByVersion(
      version.id, "max_connections")
    #expect(again == one)
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningTrove.all)
  func `shows an instance alone and in lists`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc, "shown") { instance in
      #expect(instance.name == "shown" && instance.flavor.id == "1")
      #expect(instance.volume?.size == 1 && instance.volume?.used != nil)
      #expect(instance.datastore.type == "mysql" && instance.datastore.version == "8.0")
      #expect(instance.operatingStatus == .healthy && !instance.ip.isEmpty)
      #expect(instance.addresses.map(\.address) == instance.ip)
      #expect(instance.created?.microsecondsSince1970 != nil)
      let listed = try await tc.instances.list().first { $0.id == instance.id }
      #expect(listed?.status == .active && listed?.created == nil)
      let detailed = try await tc.instances.list(isDetailed: true).first { $0.id == instance.id }
      #expect(detailed?.created == instance.created)
      #expect(detailed?.datastore.versionNumber == instance.datastore.versionNumber)
      #expect(try await !tc.instances.configuration(instance.id).isEmpty)
    }
  }

  @Test(arguments: RunningTrove.all)
  func `renames, restarts, enlarges and upgrades an instance`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    var instance = try await tc.instances.create(
      "before", flavorID: "1", volume: Volume(size: 1), datastore: "mysql",
      datastoreVersion: "5.6-104", access: Access(isPublic: false))
    instance = try await running.wait(for: instance)
    try await instance.update(name: "after")
    #expect(try await instance.refresh().name == "after")

    try await instance.restart()
    #expect(try await instance.refresh().status == .reboot)
    instance = try await running.wait(for: instance)

    try await instance.resizeVolume(to: 2)
    #expect(try await instance.refresh().status == .resize)
    instance = try await running.wait(for: instance)
    #expect(instance.volume?.size == 2 && instance.flavor.id == "1")

    try await instance.resizeInstance(toFlavor: "2")
    #expect(try await instance.refresh().status == .resize)
    instance = try await running.wait(for: instance)
    #expect(instance.volume?.size == 2 && instance.flavor.id == "2")

    try await instance.upgrade(to: "8.0")
    #expect(try await instance.refresh().status == .upgrade)
    // The new version is shown at once (the Trove sheet, section 6).
    #expect(instance.datastore.version == "8.0")
    instance = try await running.wait(for: instance)
    #expect(instance.datastore.version == "8.0" && instance.name == "after")

    try await instance.update(access: Access(isPublic: false, allowedCIDRs: ["10.0.0.0/8"]))
    instance = try await running.wait(for: instance)
    #expect(instance.access?.allowedCIDRs == ["10.0.0.0/8"])
    try await running.remove(instance)
  }

  /// The Trove sheet, section 3.1.
  @Test(arguments: RunningTrove.all)
  func `pages instances by their ids and shows a page newest first`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client(.documented)
    var ids: [String] = []
    var marker: String?
    repeat {
      let page = try await tc.instances.list(limit: 9, marker: marker, isDetailed: true)
      let times = page.compactMap { $0.created?.microsecondsSince1970 }
      #expect(times.count == page.count && times == times.sorted(by: >))
      let inOrder = page.map(\.id).sorted()
      #expect(page.next == nil || page.next == inOrder.last)
      ids += inOrder
      marker = page.next
    } while marker != nil
    #expect(ids == ids.sorted() && ids.count == 30)
    // A page has 20 at most, and a marker need not be an id.
    #expect(try await tc.instances.list(limit: 25).count == 20)
    #expect(try await tc.instances.list(marker: "zzz") == Page(items: []))
    #expect(
      try await Array(tc.instances.list(marker: "0").map(\.id).sorted()) == Array(ids.prefix(20)))
    // Exactly a page full is the last one.
    #expect(try await tc.instances.list(marker: ids[9]).next == nil)
  }

  @Test(arguments: RunningTrove.all)
  func `makes two instances of one name`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let one = try await tc.instances.create(
      "twin", flavorID: "1", volume: Volume(size: 1), datastore: "mysql")
    let other = try await tc.instances.create(
      "twin", flavorID: "1", volume: Volume(size: 1), datastore: "mysql")
    #expect(one.id != other.id)
    if let now = running.clock?.now().microseconds {
      #expect(one.created?.microsecondsSince1970 == now / 1_000_000 * 1_000_000)
    }
    #expect(try await tc.instances.list().count { $0.name == "twin" } == 2)
    for instance in [one, other] {
      #expect(instance.datastore.version == "5.6-104")
      try await running.remove(running.wait(for: instance))
    }
    #expect(try await !tc.instances.list().contains { $0.name == "twin" })
  }

  @Test(arguments: RunningTrove.all)
  func `shows nothing but its shutdown of an instance that goes`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let instance = try await running.wait(
      for: try await tc.instances.create(
        "going", flavorID: "1", volume: Volume(size: 1), datastore: "mysql"))
    try await instance.delete()
    // To delete it once more is no error.
    try await instance.delete()
    var seen: Set<InstanceStatus> = []
    try await running.waitUntilGone {
      for each in try await tc.instances.list() where each.id == instance.id {
        seen.insert(each.status)
      }
      seen.insert(try await instance.refreshed().status)
    }
    #expect(seen == [.shutdown])
    #expect(try await !tc.instances.list().contains { $0.id == instance.id })
    var output = Printout("Trove")
    for (name, call) in [
      ("restart", { try await instance.restart() }), ("delete", { try await instance.delete() }),
      ("rename", { try await instance.update(name: "gone") }),
    ] as [(String, () async throws -> Void)] {
      await output.printRefusal(name, ids: ["ID": instance.id], call)
    }
    try output.expect("gone")
  }
}
