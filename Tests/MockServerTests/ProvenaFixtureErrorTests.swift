import MockServer
import Testing

/// What people get wrong when they write fixtures for Provena.
@Suite struct `A broken fixture of Provena` {
  @Test(arguments: [
    BrokenFixture(
      "service", of: "provena", "\"documents\": [\"openapi\", \"dataset_schema\"]",
      "\"documents\": ▸[\"dataset_schema\"]",
      "\"openapi\" is missing, which this service reads at /documents"),
    BrokenFixture("openapi", of: "provena", .removal, "there is no such file"),
    BrokenFixture(
      "service", of: "provena", "\"tokens\": {\n", "\"tokens\": ▸{ \"carol\": \"abc\",\n",
      "\"carol\" is no signed token: three parts with dots between, the second one base64url of a "
        + "JSON object with preferred_username, realm_access.roles and exp at /tokens"),
    BrokenFixture(
      "service", of: "provena", "\"lifetime\": \"8h\"", "\"lifetime\": ▸\"8 h\"",
      "expected a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\" at /settings/storage/lifetime"
    ),
    BrokenFixture(
      "service", of: "provena", "\"in\": \"persons\"", "\"in\": ▸\"people\"",
      "\"people\" is not known here; known: organisations, persons at /settings/links/2/in"),
    BrokenFixture(
      "service", of: "provena", "\"refuse\": {\"approvals.ethics_access.relevant\": true",
      "\"refuse\": {\"approvals.ethics_access.relevant\": ▸{\"is\": true}",
      "expected present, not, before or after, found \"is\" at /settings/field_rules/3/refuse/approvals.ethics_access.relevant"
    ),
    BrokenFixture(
      "openapi", of: "provena", "\"operationId\": \"list\"", "\"operationId\": ▸\"lists\"",
      "\"lists\" is not known here; did you mean \"list\"? at /paths/~1registry~1items~1list/post/operationId"
    ),
    BrokenFixture(
      "openapi", of: "provena", "\"x-rules-always\"", "▸\"x-rule-always\"",
      "unknown key \"x-rule-always\"; did you mean \"x-rules-always\"? at /components/schemas/SortOptions/x-rule-always"
    ),
    BrokenFixture(
      "refresh_tokens", of: "provena", "\"gives\": [\"bob\"]", "\"gives\": [▸\"bobby\"]",
      "\"bobby\" is not known here; known: alice, bob, expired, forged, noroles, reader, root at /1/gives/0"
    ),
    BrokenFixture(
      "device_flows", of: "provena", "\"gives\": \"alice\"", "\"gives\": ▸\"alicia\"",
      "\"alicia\" is not known here; did you mean \"alice\"? at /0/outcome/gives"),
    BrokenFixture(
      "service", of: "provena", "\"general_roles\": [\"metadata-read\"",
      "\"general_roles\": [▸\"metadata-reed\"",
      "\"metadata-reed\" is not known here; did you mean \"metadata-read\"? at /settings/general_roles/0"
    ),
    BrokenFixture(
      "datasets", of: "provena", "\"collection_format\": {", "\"collection_format\": ▸{ \"x\": 1,",
      "x: extra fields not permitted at /0/collection_format"),
    BrokenFixture(
      "datasets", of: "provena", "\"updated_timestamp\": 1717632001",
      "\"updated_timestamp\": ▸1717631999",
      "1717631999 is not between 1717632000 and 9223372036854775807 at /0/updated_timestamp"),
    BrokenFixture(
      "datasets", of: "provena", "{\n    \"id\"",
      "▸{\n    \"release_status\": \"PENDING\", \"id\"",
      "release_status PENDING needs a release_approver at /0"),
    BrokenFixture(
      "datasets", of: "provena", "{\n    \"id\"", "▸{\n    \"release_timestamp\": 1, \"id\"",
      "release_approver and release_timestamp stand together, or neither does at /0"),
  ])
  func `is refused with its place`(example: BrokenFixture) throws {
    let (files, expected) = try example.files()
    let error = try #require(throws: FixtureError.self) {
      try BrokenFixture.load(files, of: example.service)
    }
    #expect(error.description == expected)
  }
}
