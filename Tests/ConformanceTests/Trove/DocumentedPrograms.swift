import Testing
import TroveClient

/// The Swift client against a Trove: a mock in this process, or the server that
/// `UNDERSTUDY_TROVE_URL` and `UNDERSTUDY_TROVE_AUTH_URL` name.
@Suite(.serialized) struct `Conformance of Trove` {}

/// The programs of the Python client's document, and what they print there.
extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `signs in as documented and lists flavors and datastores`(
    trove: ServiceUnderTest
  ) async throws {
    let running = try RunningTrove(trove)
    let account = TroveAccount.documented

    let tc = TroveClient(
      username: account.username, password: account.password, projectID: account.project,
      regionName: running.region, authURL: running.authURL)

    let flavors = try await tc.flavors.list()
    let datastores = try await tc.datastores.list()

    #expect(flavors.contains { $0.id == "1" && $0.ram == 512 })
    #expect(datastores.contains { $0.name == "mysql" })
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningTrove.all)
  func `makes, shows and deletes the documented instance`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let client = running.client(.documented)
    var output = Printout("Trove")

    let flavorID = "1"
    let volume = Volume(size: 1)
    let databases = [
      Database("my_db", characterSet: "latin2", collate: "latin2_general_ci")
    ]
    let datastore = "mysql"
    let datastoreVersion = "5.6-104"
    let users = [NewUser("jsmith", password: "12345", databases: ["my_db"])]
    var instance = try await client.instances.create(
      "My Instance", flavorID: flavorID, volume: volume, databases: databases, users: users,
      datastore: datastore, datastoreVersion: datastoreVersion)

    let updatedInstance = try await client.instances.get(instance.id)
    output.print(updatedInstance.name)
    output.print("   Status=\(updatedInstance.status) Flavor=\(updatedInstance.flavor.id)")

    // Wait for the instance to be ready before we delete it.
    while instance.status == "BUILD" {
      try await instance.refresh()
      try await running.passSecond()
    }
    output.print("Ready in an \(instance.status) state.")
    #expect(try await instance.listDatabases().map(\.name) == ["my_db"])
    #expect(try await instance.listUsers().map(\.name) == ["jsmith"])
    try await instance.delete()
    // Delete and wait for the instance to go away.
    while true {
      do {
        instance = try await client.instances.get(instance.id)
        #expect(instance.status == "SHUTDOWN")
      } catch {
        guard case .notFound = error else { throw error }
        break
      }
      try await running.pass(.milliseconds(100))
    }

    try output.expect("instances")
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningTrove.all)
  func `lists thirty instances in two pages`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let client = running.client(.documented)
    var output = Printout("Trove")

    let instances = try await client.instances.list()
    output.print(instances.count)
    output.print(instances.next == nil)

    let instances2 = try await client.instances.list(marker: instances.next)
    output.print(instances2.count)
    output.print(instances2.next == nil)

    try output.expect("pages")
    #expect(Set((instances.items + instances2.items).map(\.id)).count == 30)
    var all: [String] = []
    for try await instance in client.instances.all(pageSize: 7) { all.append(instance.id) }
    #expect(all.count == 30 && Set(all) == Set((instances.items + instances2.items).map(\.id)))
  }
}
