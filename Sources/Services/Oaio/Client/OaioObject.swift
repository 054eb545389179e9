public import JSON
package import ServiceAnswers

/// An asynchronously interchangeable object: named values, and files if it names some (sheet,
/// section 4).
public struct OaioObject: Sendable, Equatable {
  /// Never changes. It is also the name of the object's file in the cache.
  public let oaioID: String
  /// When these values came to be.
  public internal(set) var clientStamp: OaioStamp
  /// The version that the server is known to have; nil when it has none yet.
  public internal(set) var serverStamp: OaioStamp?
  /// The actual values. `_name`, `_root_path` and `_file_paths` are special.
  public internal(set) var clientValues: JSONObject
  /// The values that the server is known to have.
  public internal(set) var serverValues: JSONObject
  /// The storage host of the files.
  public internal(set) var cshID: String?
  /// Who made the latest version that came from the server, and where and with which app the object
  /// was registered; an update leaves them to the server, as the Python client does.
  public internal(set) var username: String
  public internal(set) var deviceID: String
  public internal(set) var appID: String
  /// What the client's user may do with it.
  public internal(set) var accessRight: AccessRight

  /// Whether these values still have to reach the server.
  public var isPending: Bool { serverStamp.map { clientStamp > $0 } ?? true }

  /// The names of the attached files, relative to the folder that holds them.
  public var filePaths: [String] {
    (clientValues["_file_paths"]?.array ?? []).compactMap(\.string)
  }

  /// Where the files lie on a device, as the values say; nil when they say nothing.
  public var rootPath: String? { clientValues["_root_path"]?.string }

  /// As the server has it, once it has taken this version.
  mutating func markSynchronized() {
    serverStamp = clientStamp
    serverValues = clientValues
  }
}

extension OaioObject {
  /// The ten members that every request about the object has.
  var json: JSONValue {
    [
      "oaio_id": .string(oaioID), "client_stamp": .string(clientStamp.text),
      "server_stamp": .string(serverStamp?.text ?? ""), "client_values": .object(clientValues),
      "server_values": .object(serverValues), "csh_id": cshID.map { .string($0) } ?? .null,
      "username": .string(username), "device_id": .string(deviceID), "app_id": .string(appID),
      "csh_access_right": .string(accessRight.letter),
    ]
  }
}

extension OaioObject: AnswerDecodable {
  /// Members beyond the ten are left alone; the Python client fails on them.
  package init(_ answer: Answer) throws(UnreadableAnswer) {
    oaioID = try answer.member("oaio_id").string()
    guard !oaioID.isEmpty else {
      throw UnreadableAnswer(path: answer.path.appending("oaio_id"), reason: "the id is empty")
    }
    clientStamp = try answer.member("client_stamp").stamp()
    let serverStamp = try answer.member("server_stamp")
    self.serverStamp = try serverStamp.string().isEmpty ? nil : serverStamp.stamp()
    clientValues = try answer.member("client_values").object()
    serverValues = try answer.member("server_values").object()
    cshID = try answer.optional("csh_id")?.string()
    username = try answer.member("username").string()
    deviceID = try answer.member("device_id").string()
    appID = try answer.member("app_id").string()
    accessRight = AccessRight(try answer.member("csh_access_right").string())
  }
}

extension UserAccess: AnswerDecodable {
  package init(_ answer: Answer) throws(UnreadableAnswer) {
    username = try answer.member("username").string()
    accessRight = AccessRight(try answer.member("access_right").string())
  }
}

extension Answer {
  func stamp() throws(UnreadableAnswer) -> OaioStamp {
    let text = try string()
    guard let stamp = OaioStamp(text) else {
      throw UnreadableAnswer(path: path, reason: "\"\(text)\" is no stamp of twenty digits")
    }
    return stamp
  }
}
