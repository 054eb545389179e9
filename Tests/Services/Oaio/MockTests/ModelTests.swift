import HTTPMessage
import JSON
import MockServer
import MockSupport
import OaioMock
import Testing

/// A server that looks through all it has for every answer: slow, and plain to see that it is right.
private struct PlainServer {
  struct Object {
    var stamp: Int
    let creator: String
    var rights: [String: String]
  }

  var objects: [String: Object] = [:]

  /// Ids and rights of what a user is subscribed to, oldest stamp first.
  func list(of user: String) -> [String] {
    objects.filter { $0.value.rights[user] != nil }.sorted { $0.value.stamp < $1.value.stamp }
      .map { "\($0.key) \($0.value.stamp) \($0.value.rights[user] ?? "")" }
  }
}

@Suite struct `oaio's indexes` {
  private static let users = ["alice", "bob", "carol", "dave"]
  private static let token = "understudyCSRFtoken0000000000001"

  private func send(
    _ world: World<OaioMock>, _ method: HTTPMethod, _ slug: String, as user: String,
    _ body: JSONValue? = nil
  ) -> HTTPResponse {
    let session = user + "session" + String(repeating: "0", count: 31 - user.count - 7) + "1"
    let fields: HTTPFields = [
      "Cookie": "csrftoken=\(Self.token); sessionid=\(session)", "X-CSRFToken": Self.token,
    ]
    return world.answer(
      to: HTTPRequest(
        method: method, target: "/api/\(slug)", fields: fields,
        body: body.map(JSONWriter.compact) ?? []))
  }

  private func object(_ id: String, _ stamp: Int) -> JSONValue {
    let digits = String(stamp)
    return [
      "oaio_id": .string(id),
      "client_stamp": .string("2026" + String(repeating: "0", count: 16 - digits.count) + digits),
      "server_stamp": "", "client_values": ["n": .number(JSONNumber(stamp))], "server_values": [:],
      "csh_id": nil, "username": "", "device_id": "d", "app_id": "a", "csh_access_right": "C",
    ]
  }

  private func listed(_ world: World<OaioMock>, _ user: String) throws -> [String] {
    let answer = send(world, .get, "oaio_stampz/", as: user)
    return (try JSONReader.value(of: answer.body).array ?? []).map { object in
      let stamp = object["client_values"]?["n"]?.int ?? 0
      return
        "\(object["oaio_id"]?.string ?? "") \(stamp) \(object["csh_access_right"]?.string ?? "")"
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `answer as looking through everything would`(seed: UInt64) throws {
    let world = try oaio()
    var plain = PlainServer()
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var accepted = 0
    for step in 0..<1_500 {
      let user = Self.users[next(4)]
      let other = Self.users[next(4)]
      let id = "o\(next(40))"
      // Stamps come in any order, but never twice.
      let stamp = (step * 7_919) % 1_500 + 1
      let known = plain.objects[id]
      let right = known?.rights[user] ?? "x"
      let expected: Bool
      let answer: HTTPResponse
      switch next(8) {
      case 0, 1:
        expected = known == nil
        answer = send(world, .post, "register/", as: user, object(id, stamp))
        if expected {
          plain.objects[id] = .init(stamp: stamp, creator: user, rights: [user: "C"])
        }
      case 2, 3, 4:
        expected = "CDU".contains(right) && stamp > known?.stamp ?? 0
        answer = send(world, .post, "upload/", as: user, object(id, stamp))
        if expected { plain.objects[id]?.stamp = stamp }
      case 5, 6:
        let wanted = ["C", "D", "U", "r", "x"][next(5)]
        let isRemoval = wanted == "x"
        let mayShare = "CD".contains(right) || (isRemoval && user == other)
        let isThere = !isRemoval || known?.rights[other] != nil
        expected = known != nil && mayShare && known?.creator != other && isThere
        answer = send(
          world, .post, "subscribe/", as: user,
          ["oaio_id": .string(id), "username": .string(other), "access_right": .string(wanted)])
        if expected { plain.objects[id]?.rights[other] = isRemoval ? nil : wanted }
      default:
        expected = "CD".contains(right)
        answer = send(world, .post, "delete/", as: user, ["oaio_id": .string(id)])
        if expected { plain.objects[id] = nil }
      }
      #expect((answer.status == .ok) == expected, "step \(step)")
      if expected { accepted += 1 }
      if step % 50 == 0 {
        for user in Self.users { #expect(try listed(world, user) == plain.list(of: user)) }
      }
    }
    #expect(accepted > 150)
  }
}
