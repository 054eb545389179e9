import JSON

/// An object as a client posts it: exactly ten members (sheet, section 4).
struct PostedObject {
  let id: ExactName
  let clientStamp: String
  let clientValues: JSONObject
  private let serverStamp: String
  private let serverValues: JSONObject
  private let storageHost: String?
  private let device: String
  private let app: String

  private static let names = [
    "oaio_id", "client_stamp", "server_stamp", "client_values", "server_values", "csh_id",
    "username",
    "device_id", "app_id", "csh_access_right",
  ]

  init(_ body: JSONObject, _ rights: AccessRights) throws(OaioRefusal) {
    for key in body.keys where !Self.names.contains(key) {
      throw .malformed("there is no member \(key)")
    }
    id = ExactName(try body.text("oaio_id", Decisions.isObjectID, "a text that is not empty"))
    clientStamp = try body.text("client_stamp", Stamp.isStamp, "20 digits")
    serverStamp = try body.text(
      "server_stamp", { $0.isEmpty || Stamp.isStamp($0) }, "20 digits or empty")
    clientValues = try body.object("client_values")
    serverValues = try body.object("server_values")
    storageHost =
      body["csh_id"] == .null ? nil : try body.text("csh_id", { _ in true }, "a text or null")
    _ = try body.text("username", { _ in true }, "a text")
    device = try body.text("device_id", { _ in true }, "a text")
    app = try body.text("app_id", { _ in true }, "a text")
    _ = try body.text("csh_access_right", { rights[$0] != nil }, "an access right")
  }

  /// A seed's object.
  init(
    id: String, clientStamp: String, serverStamp: String, clientValues: JSONObject,
    serverValues: JSONObject, storageHost: String?, device: String, app: String
  ) {
    self.id = ExactName(id)
    self.clientStamp = clientStamp
    self.serverStamp = serverStamp
    self.clientValues = clientValues
    self.serverValues = serverValues
    self.storageHost = storageHost
    self.device = device
    self.app = app
  }

  /// As it is answered, up to the value of the last member: that is the right of whoever asks.
  ///
  /// - Parameter user: who wrote it, whatever was posted.
  func text(writtenBy user: ExactName) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("oaio_id")
    json.string(id.text)
    json.key("client_stamp")
    json.string(clientStamp)
    json.key("server_stamp")
    json.string(serverStamp)
    json.key("client_values")
    json.value(.object(clientValues))
    json.key("server_values")
    json.value(.object(serverValues))
    json.key("csh_id")
    json.optional(storageHost)
    json.key("username")
    json.string(user.text)
    json.key("device_id")
    json.string(device)
    json.key("app_id")
    json.string(app)
    json.key("csh_access_right")
    return json.finish()
  }
}

extension OaioRefusal {
  static func malformed(_ problem: String) -> OaioRefusal {
    OaioRefusal(.malformed, ["problem": problem])
  }

  /// A body's object.
  static func object(of body: ArraySlice<UInt8>) throws(OaioRefusal) -> JSONObject {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.value(of: body)
    } catch {
      throw .malformed("the body is not JSON: \(error)")
    }
    guard let object = value.object else {
      throw .malformed("the body must be an object, found \(value.typeName)")
    }
    return object
  }
}

extension JSONObject {
  /// A member that must be a text of a kind.
  func text(
    _ name: String, _ isRight: (String) -> Bool, _ expected: String
  ) throws(OaioRefusal) -> String {
    guard let text = self[name]?.string, isRight(text) else {
      let found = self[name].map { $0.string.map { "\"\($0)\"" } ?? $0.typeName } ?? "nothing"
      throw .malformed("\(name) must be \(expected), found \(found)")
    }
    return text
  }

  fileprivate func object(_ name: String) throws(OaioRefusal) -> JSONObject {
    guard let object = self[name]?.object else {
      throw .malformed("\(name) must be an object, found \(self[name]?.typeName ?? "nothing")")
    }
    return object
  }
}
