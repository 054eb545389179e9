import HTTPMessage
import HTTPTransport
import JSON
import Synchronization
import Testing
import TroveClient

/// The programs of the Python client's documentation, in Swift. What they print is collected.
@Suite struct `A documented program` {
  static func recorded(_ names: String...) throws -> [HTTPResponse] {
    try names.map { try Exchange.named($0).response }
  }

  static func client(_ stub: StubTransport) -> TroveClient {
    TroveClient(
      username: "testuser", password: "PASSWORD", projectID: "test_project", regionName: "EAST",
      authURL: "http://api-server:5000/v2.0", transport: stub)
  }

  @Test func `signs in and lists flavors and datastores`() async throws {
    let stub = StubTransport(try Self.recorded("flavors-list", "datastores-list"))
    let tc = Self.client(stub)
    #expect(stub.asked.timeouts.isEmpty)

    let flavors = try await tc.flavors.list()
    let datastores = try await tc.datastores.list()

    #expect(flavors.first?.ram == 512)
    #expect(datastores.first?.name == "mysql")
    #expect(stub.signIns.map(\.url) == ["http://api-server:5000/v2.0/tokens"])
  }

  @Test func `makes an instance and looks at it`() async throws {
    let stub = StubTransport(try Self.recorded("instance-create-seed", "instance-get-build"))
    let tc = Self.client(stub)
    var output = ""

    let flavorID = "1"
    let volume = Volume(size: 1)
    let databases = [
      Database("my_db", characterSet: "latin2", collate: "latin2_general_ci")
    ]
    let datastore = "mysql"
    let datastoreVersion = "5.6-104"
    let users = [NewUser("jsmith", password: "12345", databases: ["my_db"])]
    let instance = try await tc.instances.create(
      "My Instance", flavorID: flavorID, volume: volume, databases: databases, users: users,
      datastore: datastore, datastoreVersion: datastoreVersion)

    let updated = try await tc.instances.get(instance.id)
    print(updated.name, to: &output)
    print("   Status=\(updated.status) Flavor=\(updated.flavor.id)", to: &output)

    #expect(output == "My Instance\n   Status=BUILD Flavor=1\n")
    let recording = try Exchange.named("instance-create-seed")
    #expect(try stub.calls.first?.body.map { try JSONReader.value(of: $0) } == recording.body)
  }

  @Test func `waits for an instance, deletes it and waits until it is gone`() async throws {
    let stub = StubTransport(
      try Self.recorded(
        "instance-get-build", "instance-get-build", "instance-get-active", "instance-delete",
        "instance-get-shutdown", "instance-get-shutdown", "instance-get-gone"))
    let tc = Self.client(stub)
    var output = ""
    var instance = try await tc.instances.get("8e017eeb-57d4-456f-8919-8cd72ff30bd2")

    while instance.status == "BUILD" {
      try await instance.refresh()
      try await Task.sleep(for: .zero)
    }
    print("Ready in an \(instance.status) state.", to: &output)
    try await instance.delete()
    while true {
      do {
        instance = try await tc.instances.get(instance.id)
        #expect(instance.status == "SHUTDOWN")
      } catch {
        guard case .notFound = error else { throw error }
        break
      }
    }

    #expect(output == "Ready in an ACTIVE state.\n")
    #expect(stub.calls.map(\.method.name) == ["GET", "GET", "GET", "DELETE", "GET", "GET", "GET"])
  }

  @Test func `lists thirty instances in two pages`() async throws {
    let stub = StubTransport(try Self.recorded("instances-page-1", "instances-page-2"))
    let tc = Self.client(stub)
    var output = ""

    let instances = try await tc.instances.list()
    print(instances.count, to: &output)
    print(instances.next == nil, to: &output)

    let instances2 = try await tc.instances.list(marker: instances.next)
    print(instances2.count, to: &output)
    print(instances2.next == nil, to: &output)

    #expect(output == "20\nfalse\n10\ntrue\n")
  }
}
