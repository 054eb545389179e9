import HTTPMessage
import JSON
import Testing
import TroveClient

@Suite struct `A recorded answer of Trove` {
  @Test(arguments: Exchange.calls.filter { $0.response.status.code < 400 })
  func `is read without loss`(exchange: Exchange) async throws {
    let (_, client) = exchange.player()
    let (route, parts) = try #require(Route.of(exchange))
    let outcome = await Route.Outcome { () async throws(TroveError) in
      try await route.call(client, parts)
    }
    try exchange.judge(outcome, of: route.name)
  }

  @Test func `keeps what the client doesn't know`() async throws {
    let exchange = try Exchange.named("mgmt-ds-version")
    let (_, client) = exchange.player()
    let version = try await client.managementDatastoreVersions.get("1")
    #expect(
      version["registry_ext"] == "trove.guestagent.datastore.mysql.manager.Manager")
    #expect(.object(version.attributes) == exchange.answer?["version"])
  }

  @Test func `tells an unknown status in its own words`() async throws {
    let text =
      #"{"instance":{"id":"1","name":"n","status":"DREAMING","flavor":{"id":2},"#
      + #""datastore":{"type":"mysql"}}}"#
    let instance = try await StubTransport(json: text).client().instances.get("1")
    #expect(instance.status == "DREAMING")
    #expect("\(instance.status)" == "DREAMING")
    #expect(instance.flavor.id == "2")
    #expect(instance.volume == nil)
  }

  @Test func `has the id of a flavor as text in every case`() async throws {
    let (_, client) = try Exchange.named("flavors-list").player()
    #expect(try await client.flavors.list().map(\.id).prefix(3) == ["1", "2", "3"])
    let (_, other) = try Exchange.named("flavor-get-custom").player()
    #expect(try await other.flavors.get("custom").id == "custom")
  }

  @Test func `has times that can be reckoned with`() async throws {
    let (_, client) = try Exchange.named("instance-get-active").player()
    let instance = try await client.instances.get("1")
    #expect(instance.created?.text == "2026-11-21T10:41:35")
    #expect(instance.created?.microsecondsSince1970 == 1_795_257_695_000_000)
    #expect(TroveTimestamp("2026-11-21T10:41:35Z").microsecondsSince1970 == 1_795_257_695_000_000)
    #expect(TroveTimestamp("Never").microsecondsSince1970 == nil)
  }
}
