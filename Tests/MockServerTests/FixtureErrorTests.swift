import JSON
import MockServer
import MockSupport
import Testing

@Suite struct `A broken fixture` {
  private static func expectError(of example: BrokenFixture) throws {
    let (files, expected) = try example.files()
    let error = try #require(throws: FixtureError.self) { try BrokenFixture.load(files) }
    #expect(error.description == expected)
  }

  @Test(arguments: [
    BrokenFixture("jobs", text: "▸", "expected a value, found the end of the text"),
    BrokenFixture(
      "jobs", text: "[\n  {\"id\": 1,▸}\n]", "expected a member name in quotes, found '}'"),
    BrokenFixture("jobs", text: "[]\n▸// none", "unexpected '/' after the value"),
    BrokenFixture("elements", text: "[{\"é\": ▸nul}]", "expected a value, found 'n'"),
    BrokenFixture("states", text: "{ \"a\": {} ▸\"b\": {} }", "expected ',' or '}', found '\"'"),
    BrokenFixture(
      "accounts", text: "[{\"email\": ▸\"a", "the string that starts here does not end"),
    BrokenFixture(
      "jobs", "\"user_id\": 123,", "\"user_id\": 123,\n    ▸\"user_id\": 124,",
      "\"user_id\" stands twice in this object"),
    BrokenFixture(
      "states", "\"no jobs\": {", "\"no jobs\": {}, ▸\"no jobs\": {",
      "\"no jobs\" stands twice in this object"),
    BrokenFixture("states", .removal, "there is no such file"),
    BrokenFixture("service", .removal, "there is no such file"),
    BrokenFixture("attempts", .removal, "there is no such file"),
  ])
  func `that can't be read is refused with its place`(example: BrokenFixture) throws {
    try Self.expectError(of: example)
  }

  @Test(arguments: [
    BrokenFixture("service", text: "▸[]", "expected an object, found array"),
    BrokenFixture("service", "{\n  \"name\": \"workqueue\",", "▸{", "\"name\" is missing"),
    BrokenFixture(
      "service", "{\n  \"name\": \"workqueue\"", "▸{\n  \"name\": \"workqueues\"",
      "the name \"workqueues\" is not the folder's name \"workqueue\""),
    BrokenFixture(
      "service", "\"port\": 5446", "\"port\": ▸null", "expected an integer, found null at /port"),
    BrokenFixture(
      "service", "\"port\": 5446", "\"port\": ▸\"5446\"",
      "expected an integer, found string at /port"),
    BrokenFixture(
      "service", "\"port\": 5446", "\"port\": ▸0", "0 is not between 1 and 65535 at /port"),
    BrokenFixture(
      "service", "\"port\": 5446", "\"port\": ▸65536", "65536 is not between 1 and 65535 at /port"),
    BrokenFixture(
      "service", "\"port\": 5446", "\"port\": 5446, ▸\"prot\": 1",
      "unknown key \"prot\"; did you mean \"port\"? at /prot"),
    BrokenFixture(
      "service", "\"port\": 5446", "\"port\": 5446, ▸\"zzz\": 1",
      "unknown key \"zzz\"; known: addresses, base_path, collections, companions, default_profile, documents, environment, listeners, name, path_prefixes, port, profiles, settings, snippets, title, tokens at /zzz"
    ),
    BrokenFixture(
      "service", "\"tokens\": {", "\"tokens\": { \"a/b~\": ▸1,",
      "expected a string, found number at /tokens/a~1b~0"),
    BrokenFixture(
      "service", "\"text\": [", "\"other\": [▸{}], \"text\": [",
      "expected a string, found object at /snippets/other/0"),
    BrokenFixture(
      "service", "\"jobs\": [\"id\"]", "\"jobs\": ▸\"id\"",
      "expected an array, found string at /collections/jobs"),
    BrokenFixture(
      "service", "\"jobs\": [\"id\"]", "\"jobs\": [\"id\"], \"others\": [\"id\"]",
      "prefix/workqueue/others.json: there is no such file"),
    BrokenFixture(
      "service", "\"relative_paths\": true", "\"relative_paths\": ▸\"yes\"",
      "expected true or false, found string at /profiles/documented/relative_paths"),
    BrokenFixture(
      "service", "\"relative_paths\": true", "▸\"relative_path\": true, \"relative_paths\": true",
      "unknown key \"relative_path\"; did you mean \"relative_paths\"? at /profiles/documented/relative_path"
    ),
    BrokenFixture(
      "service", "\"protocol\": \"GRIDFTP\"", "\"protocol\": ▸\"GRIDTFP\"",
      "\"GRIDTFP\" is not known here; did you mean \"GRIDFTP\"? at /settings/defaults/protocol"),
    BrokenFixture(
      "service", "\"defaults\": {", "\"defaults\": ▸{ }, \"default\": {",
      "\"priority\" is missing at /settings/defaults"),
    BrokenFixture(
      "service", "\"default_profile\": \"documented\"", "\"default_profile\": ▸\"documentd\"",
      "workqueue has no profile \"documentd\"; did you mean \"documented\"? at /default_profile"),
    BrokenFixture(
      "service", "\"default_profile\": \"documented\"", "\"default_profile\": ▸null",
      "expected a string, found null at /default_profile"),
  ])
  func `that describes no service is refused with its place`(example: BrokenFixture) throws {
    try Self.expectError(of: example)
  }

  @Test(arguments: [
    BrokenFixture("jobs", text: "▸{}", "expected an array, found object"),
    BrokenFixture("jobs", text: "[▸7]", "expected an object, found number at /0"),
    BrokenFixture("jobs", text: "[ ▸{} ]", "a record of \"jobs\" needs id at /0"),
    BrokenFixture(
      "elements", text: "[{\"job_id\": 12, \"id\": 0}, ▸{\"job_id\": 12}]",
      "a record of \"elements\" needs job_id and id at /1"),
    BrokenFixture(
      "jobs", text: "[{\"id\": 12}, ▸{\"id\": 12}]", "a second record with id 12 at /1"),
    BrokenFixture(
      "elements", text: "[{\"job_id\": 12, \"id\": 0}, ▸{\"id\": 0, \"job_id\": 12}]",
      "a second record with job_id and id 12 and 0 at /1"),
    BrokenFixture(
      "accounts", text: "[{\"email\": \"a\"}, ▸{\"email\": \"a\"}]",
      "a second record with email \"a\" at /1"),
    BrokenFixture(
      "jobs", "\"dst_siteid\": 15", "▸\"dst_sitid\": 15",
      "unknown key \"dst_sitid\"; did you mean \"dst_siteid\"? at /0/dst_sitid"),
    BrokenFixture(
      "jobs", "[\n  {\n    \"id\": 12,\n    \"user_id\": 123,", "[\n  ▸{\n    \"id\": 12,",
      "\"user_id\" is missing at /0"),
    BrokenFixture(
      "jobs", "\"id\": 12345,", "\"id\": ▸12345.0,", "expected an integer, found number at /1/id"),
    BrokenFixture(
      "jobs", "\"id\": 12,", "\"id\": ▸0,", "0 is not between 1 and 9223372036854775806 at /0/id"),
    BrokenFixture(
      "jobs", "\"priority\": 5", "\"priority\": ▸10", "10 is not between 0 and 9 at /0/priority"),
    BrokenFixture(
      "jobs", "\"status\": \"DONE\"", "\"status\": ▸\"DOEN\"",
      "\"DOEN\" is not known here; did you mean \"DONE\"? at /0/status"),
    BrokenFixture(
      "jobs", "\"type\": \"COPY\"", "\"type\": ▸\"TELEPORT\"",
      "\"TELEPORT\" is not known here; known: COPY, LIST, MKDIR, REMOVE, RENAME at /0/type"),
    BrokenFixture(
      "jobs", "\"timestamp\": \"2012-03-21T13:35\"", "\"timestamp\": ▸\"2012-03-21\"",
      "expected a UTC time as 2012-03-21T13:35 or 2012-03-21T13:35:00.000000 at /0/timestamp"),
    BrokenFixture(
      "jobs", "\"timestamp\": \"2012-03-21T13:35\"", "\"timestamp\": ▸\"2012-02-30T13:35\"",
      "expected a UTC time as 2012-03-21T13:35 or 2012-03-21T13:35:00.000000 at /0/timestamp"),
    BrokenFixture(
      "elements", "[\n  {\n    \"id\": 0,\n    \"job_id\": 12,",
      "[\n  ▸{\n    \"id\": 0,\n    \"job_id\": 99,", "there is no job 99 at /0"),
    BrokenFixture(
      "elements",
      text: """
        [ ▸{ "id": 0, "job_id": 12, "src_filepath": "~/a", "size": 0, "max_tries": 1, "attempts": 2,
          "type": "LIST", "status": "DONE", "timestamp": "2012-03-21T13:35" } ]
        """, "attempts are more than max_tries at /0"),
    BrokenFixture(
      "attempts", text: "[▸{\"jobid\": 12, \"elementid\": 7, \"attempt\": 1, \"log\": \"\"}]",
      "job 12 has no element 7 with an attempt 1 at /0"),
  ])
  func `that holds no records is refused with its place`(example: BrokenFixture) throws {
    try Self.expectError(of: example)
  }

  @Test(arguments: [
    BrokenFixture("states", text: "▸[]", "expected an object, found array"),
    BrokenFixture("states", text: "{\"x\": ▸{}}", "\"description\" is missing at /x"),
    BrokenFixture(
      "states", text: "{\"x\": {\"description\": \"\", \"profile\": ▸\"refrence\"}}",
      "\"refrence\" is not known here; did you mean \"reference\"? at /x/profile"),
    BrokenFixture(
      "states", text: "{\"x\": {\"description\": \"\", ▸\"clears\": []}}",
      "unknown key \"clears\"; did you mean \"clear\"? at /x/clears"),
    BrokenFixture(
      "states", text: "{\"x\": {\"description\": \"\", \"parameters\": ▸[]}}",
      "expected an object, found array at /x/parameters"),
    BrokenFixture(
      "states", text: "{\"x\": {\"description\": \"\", \"clear\": [\"jobs\", ▸\"job\"]}}",
      "\"job\" is not known here; did you mean \"jobs\"? at /x/clear/1"),
    BrokenFixture(
      "states", text: "{\"x\": {\"description\": \"\", \"put\": {▸\"elemens\": []}}}",
      "there is no collection \"elemens\"; did you mean \"elements\"? at /x/put/elemens"),
    BrokenFixture(
      "states", text: "{\"x\": {\"description\": \"\", \"remove\": {▸\"users\": []}}}",
      "there is no collection \"users\"; known: accounts, attempts, elements, jobs at /x/remove/users"
    ),
    BrokenFixture(
      "states", text: "{\"x\": {\"description\": \"\", \"put\": {\"jobs\": [▸5]}}}",
      "expected an object, found number at /x/put/jobs/0"),
  ])
  func `that is no provider state is refused with its place`(example: BrokenFixture) throws {
    try Self.expectError(of: example)
  }

  /// A patch has no text of its own that could be pointed into: the message names the state.
  @Test(arguments: [
    BrokenFixture(
      "states",
      text: """
        {"x": {"description": "", "put": {"jobs": [{"id": 12, "status": "DNOE"}]}}}
        """,
      "provider state \"x\": \"DNOE\" is not known here; did you mean \"DONE\"? at /jobs/0/status"),
    BrokenFixture(
      "states",
      text: """
        {"x": {"description": "", "parameters": {"id": 12},
          "put": {"jobs": [{"id": "${id}", "user_id": "${user}"}]}}}
        """, "provider state \"x\": expected an integer, found string at /jobs/0/user_id"),
    BrokenFixture(
      "states",
      text: """
        {"x": {"description": "", "put": {"jobs": [{"id": 12, "log_uid": null}]}}}
        """, "provider state \"x\": \"log_uid\" is missing at /jobs/0"),
    BrokenFixture(
      "states",
      text: """
        {"x": {"description": "", "remove": {"jobs": [{"id": 12}]}}}
        """,
      "prefix/workqueue/elements.json:2:3: there is no job 12 at /0, in provider state \"x\""),
  ])
  func `that patches records into nonsense is refused with the state's name`(
    example: BrokenFixture
  ) throws {
    try Self.expectError(of: example)
  }

  @Test func `is pointed into with line and column`() throws {
    var files = Repository.fixtureFiles("workqueue")
    files["workqueue/jobs.json"] = Array("[\n  {\n    \"ïd\": 1,\n    \"ïd\": 2\n  }\n]".utf8)
    let error = try #require(throws: FixtureError.self) { try BrokenFixture.load(files) }
    #expect(error.source == "prefix/workqueue/jobs.json")
    #expect(error.location?.line == 4)
    #expect(error.location?.column == 5)
    #expect(
      error.description
        == "prefix/workqueue/jobs.json:4:5: \"ïd\" stands twice in this object")
  }

  @Test func `is not the matter with an unknown profile`() throws {
    let (files, expected) = try BrokenFixture(
      "service", "\"profiles\": {", "\"profiles\": ▸{",
      "workqueue has no profile \"refrence\"; did you mean \"reference\"? at /profiles"
    ).files()
    let error = try #require(throws: FixtureError.self) {
      try BrokenFixture.load(files, profile: "refrence")
    }
    #expect(error.description == expected)
  }
}

@Suite struct `Fixtures` {
  @Test(arguments: ["documented", "reference"])
  func `of the checkout are whole`(profile: String) throws {
    try BrokenFixture.load(Repository.fixtureFiles("workqueue"), profile: profile)
  }

  @Test func `may name their schema`() throws {
    var files = Repository.fixtureFiles("workqueue")
    let text = String(decoding: try #require(files["workqueue/service.json"]), as: UTF8.self)
    files["workqueue/service.json"] = Array(
      ("{ \"$schema\": \"x\"," + text.drop { $0 != "{" }.dropFirst()).utf8)
    try BrokenFixture.load(files)
  }

  @Test func `in memory are found by their folders`() {
    let files = [
      "b/service.json", "a/service.json", "c/jobs.json", "service.json", "d/e/service.json",
    ]
    let source = FixtureSource(
      files: Dictionary(uniqueKeysWithValues: files.map { ($0, []) }), prefix: "p")
    #expect(source.services == ["a", "b"])
  }

  @Test func `on disk are found by their folders`() {
    let folders = Repository.names(in: "fixtures").filter {
      Repository.names(in: "fixtures/\($0)").contains("service.json")
    }
    #expect(Repository.fixtures.services == folders)
    #expect(FixtureSource(directory: Repository.root + "/fixtures/").services.contains("workqueue"))
    #expect(FixtureSource(directory: Repository.root + "/nowhere").services.isEmpty)
  }

  @Test func `on disk that can't be read are refused with the reason`() throws {
    let source = FixtureSource(directory: Repository.root + "/nowhere/")
    let error = try #require(throws: FixtureError.self) {
      try ServiceFixtures("workqueue", from: source)
    }
    #expect(
      error.description
        == "\(Repository.root)/nowhere/workqueue/service.json: cannot be read: No such file or directory"
    )
  }
}
