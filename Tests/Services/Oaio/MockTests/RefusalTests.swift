import HTTPMessage
import JSON
import MockServer
import MockSupport
import OaioMock
import Testing

/// A request that must be refused, as `Refused.json` holds it.
struct RefusedRequest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let request: HTTPRequest
  /// Whether the answer is the web framework's page.
  let isPage: Bool

  private static let file =
    (try? JSONReader.value(of: Repository.bytes("Tests/Services/Oaio/MockTests/Refused.json")))
    ?? .null

  static let all: [RefusedRequest] = (file["refused"]?.array ?? []).map { value in
    RefusedRequest(
      testDescription: value["what"]?.string ?? "", request: request(value["request"]),
      isPage: value["page"] == true)
  }

  static let states = (file["states"]?.array ?? []).compactMap(\.string)

  /// What shows the state.
  static let views = (file["views"]?.array ?? []).map { request($0) }

  /// More than the settings allow.
  static let oversized: String = {
    let settings = try? JSONReader.value(of: Repository.bytes("fixtures/oaio/service.json"))
    let most = settings?["settings"]?["storage"]?["largest_file"]?.int ?? 0
    return String(repeating: "x", count: most + 1)
  }()

  private static func request(_ value: JSONValue?) -> HTTPRequest {
    var fields = HTTPFields()
    for member in value?["headers"]?.object?.members ?? [] {
      fields.append(HTTPFieldName(member.key), member.value.string ?? "")
    }
    let text = (value?["text"]?.string ?? "").replacing("${oversized}", with: oversized)
    return HTTPRequest(
      method: HTTPMethod(value?["method"]?.string ?? ""), target: value?["path"]?.string ?? "",
      fields: fields, body: (value?["body"]).map(JSONWriter.compact) ?? Array(text.utf8))
  }
}

@Suite struct `A request that oaio refuses` {
  private func world() throws -> World<OaioMock> {
    let world = try oaio()
    for state in RefusedRequest.states {
      _ = try world.setUp(state: state, parameters: JSONObject())
    }
    return world
  }

  private func shown(_ world: World<OaioMock>) -> [String] {
    RefusedRequest.views.map { view in
      let answer = world.answer(to: view)
      return "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
    }
  }

  @Test func `is held against a state that shows`() throws {
    #expect(RefusedRequest.all.count > 100)
    let shown = try shown(world())
    #expect(shown.count > 5)
    #expect(
      shown.allSatisfy { $0.hasPrefix("200 OK") && !$0.hasSuffix("[]") || $0.hasSuffix(" []") })
    #expect(Set(shown).count == shown.count)
  }

  @Test(arguments: RefusedRequest.all)
  func `is told why, and changes nothing`(refused: RefusedRequest) throws {
    let world = try world()
    let before = shown(world)
    let answer = world.answer(to: refused.request)
    #expect((400..<500).contains(answer.status.code))
    let body = try? JSONReader.value(of: answer.body)
    let reason = body?["error"]?.string ?? body?["error"]?["message"]?.string
    if refused.isPage {
      #expect(String(decoding: answer.body, as: UTF8.self).contains("CSRF verification failed"))
    } else {
      #expect(reason?.isEmpty == false)
    }
    #expect(shown(world) == before)
  }
}
