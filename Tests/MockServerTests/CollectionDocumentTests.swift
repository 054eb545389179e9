import MockServer
import MockSupport
import Testing

/// `Tests/SixthService/own-service.md` tells all that a description can hold.
@Suite struct `The document of a service of one's own` {
  /// Descriptions with an unknown key, for which the keys that are known there are listed.
  @Test(arguments: [
    #""zzzzzz": 1, "collections": {"x": {}}"#,
    #""collections": {"x": {"zzzzzz": 1}}"#,
    #""collections": {"x": {"envelope": {"zzzzzz": 1}}}"#,
    #""collections": {"x": {"create": {"zzzzzz": 1}}}"#,
    #""collections": {"x": {"update": {"zzzzzz": 1}}}"#,
    #""collections": {"x": {"delete": {"zzzzzz": 1}}}"#,
    #""collections": {"x": {"show": {"zzzzzz": 1}}}"#,
    #""collections": {"x": {"list": {"zzzzzz": 1}}}"#,
    #""collections": {"x": {"list": {"order": {"zzzzzz": 1}}}}"#,
    #""collections": {"x": {"list": {"paging": {"by": "marker", "size": 1, "zzzzzz": 1}}}}"#,
    #""collections": {"x": {"list": {"paging": {"by": "page", "size": 1, "zzzzzz": 1}}}}"#,
    #""collections": {"x": {"errors": {"zzzzzz": 1}}}"#,
    #""errors": {"zzzzzz": 1}, "collections": {"x": {}}"#,
    #""errors": {"invalid": {"zzzzzz": 1}}, "collections": {"x": {}}"#,
    #""collections": {"x": {"create": {"set": {"a": "${zzzzzz}"}}}}"#,
    #""collections": {"x": {"show": {"add": {"b": "${zzzzzz}"}}}}"#,
    #""collections": {"x": {"errors": {"invalid": {"body": "${zzzzzz}"}}}}"#,
    #""collections": {"x": {"life_cycle": [{"when": {}, "after": "1s", "remove": true, "zzzzzz": 1}]}}"#,
    #""token": {"header": "X", "zzzzzz": 1}, "tokens": {"a": "b"}, "collections": {"x": {}}"#,
  ])
  func `knows every key`(description: String) throws {
    let files = ["own/service.json": Array("{ \"name\": \"own\", \(description) }".utf8)]
    let error = try #require(throws: FixtureError.self) { try OwnService.load(files) }
    let parts = error.message.split(separator: "; known: ", maxSplits: 1)
    try #require(parts.count == 2, "\(error)")
    let words = parts[1].split(separator: " at ")[0].split(separator: ", ")
    let document = String(
      decoding: Repository.bytes("Tests/SixthService/own-service.md"), as: UTF8.self)
    for word in words where word != "a" && word != "id" {
      let isThere = document.contains("`\(word)`") || document.contains("\"\(word)\"")
      #expect(isThere, "\(word)")
    }
  }
}
