import MockServer
import Testing

/// What people get wrong when they write fixtures for Trove and Keystone.
@Suite struct `A broken fixture of OpenStack's services` {
  private static func expectError(of example: BrokenFixture) throws {
    let (files, expected) = try example.files()
    let error = try #require(throws: FixtureError.self) {
      try BrokenFixture.load(files, of: example.service)
    }
    #expect(error.description == expected)
  }

  @Test(arguments: [
    BrokenFixture(
      "service", of: "trove", "\"page_size\": 20", "▸\"pagesize\": 20",
      "unknown key \"pagesize\"; did you mean \"page_size\"? at /settings/pagesize"),
    BrokenFixture(
      "service", of: "trove", "\"page_size\": 20", "\"page_size\": ▸\"20\"",
      "expected an integer, found string at /settings/page_size"),
    BrokenFixture(
      "service", of: "trove", "\"page_size\": 20", "\"page_size\": ▸0",
      "0 is not between 1 and 10000 at /settings/page_size"),
    BrokenFixture(
      "service", of: "trove", "\"promoting\": { \"after\": \"1s\" }",
      "\"promoting\": { \"after\": ▸\"1 s\" }",
      "expected a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\" at /settings/life_cycle/promoting/after"
    ),
    BrokenFixture(
      "service", of: "trove", "\"first_address\": \"10.0.1.3\"",
      "\"first_address\": ▸\"10.0.1.300\"",
      "expected an IPv4 address as 10.0.0.3 at /settings/network/first_address"),
    BrokenFixture(
      "service", of: "trove", "\"default_datastore\": \"mysql\"",
      "\"default_datastore\": ▸\"msyql\"",
      "\"msyql\" is not known here; did you mean \"mysql\"? at /settings/default_datastore"),
    BrokenFixture(
      "service", of: "trove", "\"identity\": \"keystone\"", "\"identity\": ▸\"keyston\"",
      "\"keyston\" is not known here; did you mean \"keystone\"? at /settings/identity"),
    BrokenFixture(
      "datastores", of: "trove", "\"104a4309-b952-43a9-b473-060b35301de7\"",
      "▸\"104a4309-b952-43a9-b473-060b35301de8\"",
      "\"104a4309-b952-43a9-b473-060b35301de8\" is not known here; did you mean \"104a4309-b952-43a9-b473-060b35301de7\"? at /1/default_version"
    ),
    BrokenFixture(
      "datastore_versions", of: "trove", "\"datastore\": \"postgresql\"",
      "\"datastore\": ▸\"postgres\"",
      "\"postgres\" is not known here; did you mean \"postgresql\"? at /2/datastore"),
    BrokenFixture(
      "datastore_versions", of: "trove", "\"manager\": \"pxc\"", "\"manager\": ▸\"pcx\"",
      "\"pcx\" is not known here; did you mean \"pxc\"? at /3/manager"),
    BrokenFixture(
      "parameters", of: "trove", "\"type\": \"integer\"", "\"type\": ▸\"int\"",
      "\"int\" is not known here; known: boolean, float, integer, string at /0/type"),
    BrokenFixture(
      "logs", of: "trove", "\"type\": \"SYS\"", "\"type\": ▸\"SYSTEM\"",
      "\"SYSTEM\" is not known here; known: SYS, USER at /1/type"),
  ])
  func `that describes no Trove is refused with its place`(example: BrokenFixture) throws {
    try Self.expectError(of: example)
  }

  @Test(arguments: [
    BrokenFixture(
      "instances", of: "trove", "\"name\": \"inst-00\"", "▸\"nmae\": \"inst-00\"",
      "unknown key \"nmae\"; did you mean \"name\"? at /0/nmae"),
    BrokenFixture(
      "instances", of: "trove", "  {\"id\": \"fd94b4a8-7e51-4df4-8a52-fcbc3bcb20bc\"",
      "  ▸{\"id\": \"1528afeb-a7b2-4b5c-bdf2-43b7961a61a2\"",
      "a second record with id \"1528afeb-a7b2-4b5c-bdf2-43b7961a61a2\" at /1"),
    BrokenFixture(
      "instances", of: "trove", "\"flavor\": \"1\"", "\"flavor\": ▸\"m1.tiny\"",
      "\"m1.tiny\" is not known here; known: 1, 2, 3, 4 at /0/flavor"),
    BrokenFixture(
      "instances", of: "trove", "\"flavor\": \"1\"", "\"flavor\": ▸1",
      "expected a string, found number at /0/flavor"),
    BrokenFixture(
      "instances", of: "trove", "\"address\": \"10.0.0.12\"", "\"address\": ▸\"10.0.0\"",
      "expected an IPv4 address as 10.0.0.3 at /0/address"),
    BrokenFixture(
      "instances", of: "trove", "\"created\": \"2026-01-15T10:00:26\"",
      "\"created\": ▸\"2026-01-15 10:00:26\"",
      "expected a UTC time as 2012-03-21T13:35:00 at /0/created"),
    BrokenFixture(
      "instances", of: "trove", "\"volume\": 1",
      "\"replica_of\": ▸\"1528afeb-a7b2-4b5c-bdf2-43b7961a61a1\", \"volume\": 1",
      "\"1528afeb-a7b2-4b5c-bdf2-43b7961a61a1\" is not known here; did you mean \"1528afeb-a7b2-4b5c-bdf2-43b7961a61a2\"? at /0/replica_of"
    ),
    BrokenFixture(
      "instances", of: "trove", "\"volume\": 1", "\"status\": ▸\"ACTVE\", \"volume\": 1",
      "\"ACTVE\" is not known here; did you mean \"ACTIVE\"? at /0/status"),
    BrokenFixture(
      "modules", of: "trove",
      text: """
        [{ "id": "m", "name": "m", "type": ▸"pong", "contents": "", "project": null,
           "created": "2026-01-01T00:00:00" }]
        """, "\"pong\" is not known here; did you mean \"ping\"? at /0/type"),
    BrokenFixture(
      "quotas", of: "trove",
      text: "[{\"project\": \"p\", \"limits\": {▸\"instance\": 1}}]",
      "unknown key \"instance\"; did you mean \"instances\"? at /0/limits/instance"),
    BrokenFixture(
      "states", of: "trove",
      text: "{\"x\": {\"description\": \"\", \"put\": {▸\"instance\": []}}}",
      "there is no collection \"instance\"; did you mean \"instances\"? at /x/put/instance"),
    BrokenFixture(
      "states", of: "trove",
      text: "{\"x\": {\"description\": \"\", \"put\": {\"instances\": [{\"name\": \"n\"}]}}}",
      "provider state \"x\": a record of \"instances\" needs id at /instances/30"),
  ])
  func `that holds no records of Trove is refused with its place`(example: BrokenFixture) throws {
    try Self.expectError(of: example)
  }

  @Test(arguments: [
    BrokenFixture(
      "service", of: "keystone", "\"token_lifetime\": \"1h\"", "\"token_lifetime\": ▸3600",
      "expected a string, found number at /settings/token_lifetime"),
    BrokenFixture(
      "service", of: "keystone", "\"port\": 5000,",
      "\"port\": 5000, \"base_path\": ▸\"/identity\",",
      "this service has its paths at the root at /base_path"),
    BrokenFixture(
      "projects", of: "keystone", "\"domain\": \"default\"", "\"domain\": ▸\"Default\"",
      "\"Default\" is not known here; did you mean \"default\"? at /0/domain"),
    BrokenFixture(
      "users", of: "keystone", "\"test_project\": [\"member\"]",
      "\"test_project\": [▸\"membre\"]",
      "\"membre\" is not known here; did you mean \"member\"? at /0/roles/test_project/0"),
    BrokenFixture(
      "users", of: "keystone", "\"test_project\": [\"member\"]",
      "\"tests_project\": ▸[\"member\"]",
      "there is no project \"tests_project\"; did you mean \"test_project\"? at /0/roles/tests_project"
    ),
    BrokenFixture(
      "roles", of: "keystone", "\"implies\": [\"member\", \"reader\"]",
      "\"implies\": [\"member\", ▸\"raeder\"]",
      "\"raeder\" is not known here; did you mean \"reader\"? at /0/implies/1"),
    BrokenFixture(
      "catalog", of: "keystone", "\"interface\": \"public\"", "\"interface\": ▸\"pubic\"",
      "\"pubic\" is not known here; did you mean \"public\"? at /0/endpoints/0/interface"),
    BrokenFixture(
      "tokens", of: "keystone", "\"user\": \"workuser\"", "\"user\": ▸\"worker\"",
      "\"worker\" is not known here; did you mean \"workuser\"? at /1/user"),
    BrokenFixture(
      "tokens", of: "keystone", "\"name\": \"testuser\"", "\"name\": ▸\"tester\"",
      "\"tester\" is not known here; did you mean \"testuser\"? at /0/name"),
    BrokenFixture(
      "tokens", of: "keystone", "\"expires_at\": \"2099-01-01T00:00:00\"",
      "\"expires_at\": ▸\"2099-13-01T00:00:00\"",
      "expected a UTC time as 2012-03-21T13:35:00 at /0/expires_at"),
  ])
  func `that describes no Keystone is refused with its place`(example: BrokenFixture) throws {
    try Self.expectError(of: example)
  }
}
