import Testing

@Suite struct `A collection whose description makes no sense` {
  @Test(arguments: [
    BrokenCollection(
      #"{▸"pth": "/x"}"#,
      "unknown key \"pth\"; did you mean \"path\"? at /collections/things/pth"),
    BrokenCollection(
      #"{"path": ▸1}"#, "expected a string, found number at /collections/things/path"),
    BrokenCollection(#"{"path": ▸"x"}"#, "a path begins with / at /collections/things/path"),
    BrokenCollection(
      #"{"path": ▸"/x/"}"#,
      "a path has something between its slashes at /collections/things/path"),
    BrokenCollection(
      #"{"path": ▸"/x?y"}"#,
      "\"x?y\" is neither plain text nor {member} at /collections/things/path"),
    BrokenCollection(
      #"{"path": ▸"/x/{a}"}"#,
      "a collection's path ends in plain text: what follows tells its records apart at /collections/things/path"
    ),
    BrokenCollection(
      #"{"path": ▸"/{a}/x/{a}/y"}"#, "{a} stands twice in this path at /collections/things/path"),
    BrokenCollection(
      #"{"path": ▸"/{a}/x"}"#, records: #"[{"id": 1, "a": 2}]"#,
      "{a} names a record of no collection: add \"scopes\": [\"a\"] if it may be anything at /collections/things/path"
    ),
    BrokenCollection(
      #"{"path": "/{a}/x", "scopes": [▸"b"]}"#,
      "\"b\" is not known here; did you mean \"a\"? at /collections/things/scopes/0"),
    BrokenCollection(
      #"{"key": ▸["id", "a"]}"#,
      "one member beside those in the path must tell a record from others at /collections/things/key"
    ),
    BrokenCollection(
      #"{"operations": ["list", ▸"reed"]}"#,
      "\"reed\" is not known here; did you mean \"read\"? at /collections/things/operations/1"),
    BrokenCollection(
      #"{"operations": ▸[]}"#,
      "without operations the collection can't be reached at /collections/things/operations"),
    BrokenCollection(
      #"{"envelope": {▸"meny": "x"}}"#,
      "unknown key \"meny\"; did you mean \"many\"? at /collections/things/envelope/meny"),
  ])
  func `as an address is refused with its place`(example: BrokenCollection) throws {
    try example.check()
  }

  @Test(arguments: [
    BrokenCollection(
      #"{"id": ▸"thing"}"#, "every record would be called the same at /collections/things/id"),
    BrokenCollection(
      #"{"id": ▸"${a}"}"#,
      "the id is made of \"a\", which \"create\" does not list in \"required\" at /collections/things/id"
    ),
    BrokenCollection(
      #"{"id": ▸"${uid}"}"#,
      "there is no \"uid\" here; did you mean \"id\"? at /collections/things/id"),
    BrokenCollection(#"{"id": ▸"${uuid"}"#, "\"${\" has no \"}\" at /collections/things/id"),
    BrokenCollection(
      #"{"create": {"set": {▸"id": 1}}}"#,
      "\"id\" is in the record's address and can't be set at /collections/things/create/set/id"),
    BrokenCollection(
      #"{"create": {"status": ▸404}}"#,
      "404 is not between 200 and 299 at /collections/things/create/status"),
    BrokenCollection(
      #"{"create": {"required": {"a": ▸"text"}}}"#,
      "\"text\" is not known here; known: any, array, boolean, integer, number, object, string at /collections/things/create/required/a"
    ),
    BrokenCollection(
      #"{"create": {"required": ▸true}}"#,
      "expected a list of names, or an object of names and types at /collections/things/create/required"
    ),
    BrokenCollection(
      #"{"create": {"required": ["a"], "optional": ▸["a"]}}"#,
      "\"a\" is required already at /collections/things/create/optional"),
    BrokenCollection(
      #"{"create": {"set": {"b": {"c": [▸"${bb}"]}}}}"#,
      "there is no \"bb\" here; did you mean \"b\"? at /collections/things/create/set/b/c/0"),
    BrokenCollection(
      #"{"delete": {"answer": ▸"record"}}"#,
      "an answer with status 204 has no body at /collections/things/delete/answer"),
    BrokenCollection(
      #"{"update": {"fixed": [▸"aa"]}}"#,
      "records have no \"aa\"; did you mean \"a\"? at /collections/things/update/fixed/0"),
    BrokenCollection(
      #"{"show": {"add": {"x": ▸"${x}"}}}"#,
      "there is no \"x\" here; did you mean \"a\"? at /collections/things/show/add/x"),
    BrokenCollection(
      #"{"show": {"hide": [▸"zzz"]}}"#,
      "records have no \"zzz\"; known: a, id at /collections/things/show/hide/0"),
    BrokenCollection(
      #"{"errors": {▸"unauthorized": {}}}"#,
      "unknown key \"unauthorized\"; known: exists, invalid, not_found at /collections/things/errors/unauthorized"
    ),
    BrokenCollection(
      #"{"errors": {"invalid": {"status": ▸200}}}"#,
      "200 is not between 400 and 599 at /collections/things/errors/invalid/status"),
    BrokenCollection(
      #"{"errors": {"invalid": {"body": {}, "text": ▸""}}}"#,
      "an answer has a body or a text, not both at /collections/things/errors/invalid/text"),
    BrokenCollection(
      #"{"errors": {"invalid": {"text": ▸"${reson}"}}}"#,
      "there is no \"reson\" here; did you mean \"reason\"? at /collections/things/errors/invalid/text"
    ),
  ])
  func `as what is done with a record is refused with its place`(example: BrokenCollection) throws {
    try example.check()
  }

  @Test(arguments: [
    BrokenCollection(
      #"{"list": {"filters": [▸"aa"]}}"#,
      "records have no \"aa\"; did you mean \"a\"? at /collections/things/list/filters/0"),
    BrokenCollection(
      #"{"list": {"filters": ▸"a"}}"#,
      "expected a list of members, or an object of parameters and members at /collections/things/list/filters"
    ),
    BrokenCollection(
      #"{"list": {"order": {"by": ▸"size"}}}"#,
      "records have no \"size\"; known: a, id at /collections/things/list/order/by"),
    BrokenCollection(
      #"{"list": {"only": [▸"siz"]}, "show": {"add": {"size": 1}}}"#,
      "records have no \"siz\"; did you mean \"size\"? at /collections/things/list/only/0"),
    BrokenCollection(
      #"{"list": {"paging": {"by": ▸"key", "size": 3}}}"#,
      "\"key\" is not known here; known: marker, offset, page at /collections/things/list/paging/by"
    ),
    BrokenCollection(
      #"{"list": {"paging": ▸{"by": "page"}}}"#,
      "\"size\" is missing at /collections/things/list/paging"),
    BrokenCollection(
      #"{"list": {"paging": {"by": "page", "size": ▸0}}}"#,
      "0 is not between 1 and 1000000 at /collections/things/list/paging/size"),
    BrokenCollection(
      #"{"list": {"paging": {"by": "page", "size": 3, "most": ▸2}}}"#,
      "the most are fewer than the usual 3 at /collections/things/list/paging/most"),
    BrokenCollection(
      #"{"list": {"paging": ▸{"by": "page", "size": 3, "limit": "page"}}}"#,
      "\"page\" can't say both where a page begins and how long it is at /collections/things/list/paging"
    ),
    BrokenCollection(
      #"{"list": {"paging": {"by": "page", "size": 3, ▸"marker": "m"}}}"#,
      "unknown key \"marker\"; known: by, first, limit, most, page, size at /collections/things/list/paging/marker"
    ),
    BrokenCollection(
      #"{"list": ▸{"paging": {"by": "page", "size": 3}, "filters": {"page": "a"}}}"#,
      "\"page\" can't both filter and choose the page at /collections/things/list"),
    BrokenCollection(
      #"{"list": ▸{"link": true}}"#,
      "there is no next page without \"paging\" at /collections/things/list"),
    BrokenCollection(
      #"{"list": ▸{"add": {"n": 1}}}"#,
      "members beside the records need an envelope: \"envelope\": {\"many\": NAME} at /collections/things/list"
    ),
    BrokenCollection(
      #"{"envelope": {"many": "x"}, "list": {"add": {"n": ▸"${page}"}}}"#,
      "there is no \"page\" here; known: base_url, count, now, token_name, total, unix_time at /collections/things/list/add/n"
    ),
    BrokenCollection(
      #"{"envelope": {"many": "x"}, "list": {"paging": {"by": "page", "size": 3}, "add": {"n": ▸"${next_url}"}}}"#,
      "there is no \"next_url\" here; known: base_url, count, limit, now, page, pages, token_name, total, unix_time at /collections/things/list/add/n"
    ),
  ])
  func `as a list is refused with its place`(example: BrokenCollection) throws {
    try example.check()
  }

  @Test(arguments: [
    BrokenCollection(
      #"{"life_cycle": [{"when": {▸"b": 1}, "after": "1s", "remove": true}]}"#,
      "records have no \"b\"; did you mean \"a\"? at /collections/things/life_cycle/0/when/b"),
    BrokenCollection(
      #"{"create": {"set": {"a": "NEW"}}, "life_cycle": [{"when": {"a": ▸"MEW"}, "after": "1s", "remove": true}]}"#,
      "no record ever has this \"a\"; did you mean \"NEW\"? at /collections/things/life_cycle/0/when/a"
    ),
    BrokenCollection(
      #"{"life_cycle": [{"when": {"a": 1}, "after": "1s", "remove": true}, ▸{"when": {"id": 1, "a": 1}, "reads": 1, "remove": true}]}"#,
      "it is never its turn: rule 1 is for the same records at /collections/things/life_cycle/1"),
    BrokenCollection(
      #"{"life_cycle": [▸{"when": {"a": 1}, "remove": true}]}"#,
      "\"after\" (as \"1s\") or \"reads\" (as 1) is missing at /collections/things/life_cycle/0"),
    BrokenCollection(
      #"{"life_cycle": [{"when": {"a": 1}, "after": ▸"soon", "remove": true}]}"#,
      "expected a length of time as \"500ms\", \"1s\", \"5m\", \"1h\" or \"2d\" at /collections/things/life_cycle/0/after"
    ),
    BrokenCollection(
      #"{"life_cycle": [▸{"when": {"a": 1}, "after": "1s"}]}"#,
      "either \"set\" or \"remove\": true says what happens at /collections/things/life_cycle/0"),
    BrokenCollection(
      #"{"life_cycle": [▸{"when": {"a": 1}, "after": "1s", "set": {"a": 2}, "remove": true}]}"#,
      "either \"set\" or \"remove\": true says what happens at /collections/things/life_cycle/0"),
    BrokenCollection(
      #"{"life_cycle": [{"when": {"a": 1}, "after": "1s", "set": {▸"id": 2}}]}"#,
      "\"id\" is in the record's address and can't be set at /collections/things/life_cycle/0/set/id"
    ),
    BrokenCollection(
      #"{"life_cycle": [▸{"when": {"a": 1}, "after": "1s", "set": {"b": 2}}]}"#,
      "what it sets leaves the record as \"when\" wants it, so it would never end at /collections/things/life_cycle/0"
    ),
    BrokenCollection(
      #"{"life_cycle": [▸{"when": {}, "reads": 1, "set": {"b": 2}}]}"#,
      "what it sets leaves the record as \"when\" wants it, so it would never end at /collections/things/life_cycle/0"
    ),
    BrokenCollection(
      #"{"life_cycle": [▸{"when": {"a": 1}, "after": "0s", "set": {"a": 2}}, {"when": {"a": 2}, "after": "0s", "set": {"a": 1}}]}"#,
      "with no time and no reads between, this comes back to where it began at /collections/things/life_cycle/0"
    ),
    BrokenCollection(
      #"{"life_cycle": [{"when": {"a": 9}, "reads": 1, "set": {"a": 2}}, ▸{"when": {"a": 2}, "after": "0s", "set": {"a": "${id}"}}]}"#,
      "with no time and no reads between, this comes back to where it began at /collections/things/life_cycle/1"
    ),
  ])
  func `as a life cycle is refused with its place`(example: BrokenCollection) throws {
    try example.check()
  }

  @Test(arguments: [
    BrokenCollection(
      "{}", records: #"[{"id": ▸1.5}]"#,
      "what tells records apart is an integer or a string that is not empty at /0/id"),
    BrokenCollection(
      "{}", records: #"[{"id": ▸""}]"#,
      "what tells records apart is an integer or a string that is not empty at /0/id"),
    BrokenCollection(
      "{}", records: #"[{"id": 1}, ▸{"id": "1"}]"#,
      "a second record that addresses call \"1\" at /1"),
    BrokenCollection("{}", records: "[▸{}]", "a record of \"things\" needs id at /0"),
    BrokenCollection(
      #"{"create": {"required": ["a"]}}"#, records: #"[▸{"id": 1}]"#, "\"a\" is missing at /0"),
    BrokenCollection(
      #"{"create": {"required": {"a": "string"}}}"#, records: #"[{"id": 1, "a": ▸[]}]"#,
      "expected a string, found array at /0/a"),
    BrokenCollection(
      #"{"create": {"required": ["state"], "optional": []}}"#,
      records: #"[{"id": 1, "state": 1, ▸"stat": 2}]"#,
      "unknown key \"stat\"; did you mean \"state\"? at /0/stat"),
    BrokenCollection(
      collections: #""a": {}, "b": {"path": "/a/{a}/b"}"#,
      ["a": #"[{"id": 1}]"#, "b": #"[{"id": 1, "a": 1}, ▸{"id": 2, "a": 2}]"#],
      "there is no \"2\" in \"a\" at /1"),
    BrokenCollection(
      collections: #""a": {}, "b": {"path": "/a/{a}/b"}"#, ["b": #"[▸{"id": 2}]"#],
      "a record of \"b\" needs a at /0"),
    BrokenCollection(
      collections: #""a": {}, "b": {"path": ▸"/a"}"#,
      "\"a\" has the same path at /collections/b/path"),
    BrokenCollection(
      collections: #""a": {}, "b": {"path": "/a/{a}/of/{x}/b", "scopes": ▸["x"]}"#,
      "{x} can't be anything behind a segment that names a record at /collections/b/scopes"),
    BrokenCollection(
      collections: #""a": {}, "b": ▸["id"]"#, "expected an object, found array at /collections/b"),
    BrokenCollection(
      collections: #""a": {}, ▸"b/c": {}"#,
      "a collection's name has letters, digits, - and _ only at /collections/b~1c"),
    BrokenCollection(
      collections: #""a": {}, ▸"states": {}"#,
      "states.json is no collection's file at /collections/states"),
    BrokenCollection(
      collections: #""things": {}"#, ["thing": "[]"],
      "prefix/own/thing.json: there is no such collection; did you mean \"things.json\"?"),
  ])
  func `as records and files is refused with its place`(example: BrokenCollection) throws {
    try example.check()
  }

  @Test(arguments: [
    BrokenCollection(
      more: #""token": ▸{"header": "X"},"#,
      "a token is asked for, but \"tokens\" of the service holds none at /token"),
    BrokenCollection(
      more: #""token": ▸{}, "tokens": {"a": "b"},"#, "\"header\" is missing at /token"),
    BrokenCollection(
      more: #""token": {"header": ▸"X Y"}, "tokens": {"a": "b"},"#,
      "\"X Y\" is no header's name at /token/header"),
    BrokenCollection(
      more: #""token": {"header": "X", "scheme": ▸""}, "tokens": {"a": "b"},"#,
      "\"\" is no scheme, as \"Bearer\" at /token/scheme"),
    BrokenCollection(
      more: #""errors": {"invalid": {"headers": {"": ▸"x"}}},"#,
      "\"\" is no header's name at /errors/invalid/headers/"),
    BrokenCollection(
      more: #""base_path": ▸"api","#,
      "a base path begins with / and does not end with it, as \"/api/v1\" at /base_path"),
    BrokenCollection(
      more: #""errors": {"no_route": {"body": ▸"${pth}"}},"#,
      "there is no \"pth\" here; did you mean \"path\"? at /errors/no_route/body"),
    BrokenCollection(
      more: #""settings": {▸"a": 1},"#, "unknown key \"a\" at /settings/a"),
    BrokenCollection(
      more: #""profiles": {"usual": {▸"a": 1}},"#, "unknown key \"a\" at /profiles/usual/a"),
    BrokenCollection(more: #"▸"prt": 1,"#, "unknown key \"prt\"; did you mean \"port\"? at /prt"),
  ])
  func `as a service is refused with its place`(example: BrokenCollection) throws {
    try example.check()
  }
}
