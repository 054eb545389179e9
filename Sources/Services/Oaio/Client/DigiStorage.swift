import HTTPMessage
public import HTTPTransport
import JSON
import ServiceAnswers
public import URLSessionTransport

/// The DIGI storage, as its API of the second version has it (sheet, section 7). Token and mount are
/// asked for once.
public actor DigiStorage: FileStorage {
  /// Where the real one is.
  public static let publicURL = "https://digistorage.es"

  private let baseURL: String
  private let rootFolder: String
  private let email: String
  private let password: String
  private let wire: Wire
  private var session: (token: String, mount: String)?

  /// - Parameters:
  ///   - baseURL: scheme, host and port, for example `http://127.0.0.1:8000`.
  ///   - rootFolder: the folder of the account in which everything lies.
  public init(
    baseURL: String = publicURL, rootFolder: String, email: String, password: String,
    timeout: Duration = .seconds(60), transport: any HTTPTransport = URLSessionTransport()
  ) {
    self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    self.rootFolder = rootFolder
    self.email = email
    self.password = password
    wire = Wire(transport: transport, timeout: timeout)
  }

  /// A storage of the arguments that the object server has for it: `root_folder`, `email` and
  /// `password`.
  public static func maker(
    baseURL: String = publicURL, timeout: Duration = .seconds(60),
    transport: any HTTPTransport = URLSessionTransport()
  ) -> FileStorageMaker {
    { arguments throws(OaioError) in
      guard let root = arguments["root_folder"]?.string, let email = arguments["email"]?.string,
        let password = arguments["password"]?.string
      else { throw .storage("the DIGI storage needs root_folder, email and password") }
      return DigiStorage(
        baseURL: baseURL, rootFolder: root, email: email, password: password, timeout: timeout,
        transport: transport)
    }
  }

  public func put(_ content: [UInt8], at path: String) async throws(OaioError) {
    var folder = try names(path)
    guard let name = folder.popLast() else { throw .badArgument("\"\(path)\" names no file") }
    if let listed = try await list(folder) {
      // A name that is taken would give the new file another one.
      if listed.contains(name) { try await remove(folder + [name]) }
    } else {
      try await makeFolder(folder)
    }
    let form = FilePart(name: name, content: content)
    var request = try await request(.post, "/content", "/files/put", folder)
    request.fields.append(.contentType, form.contentType)
    request.body = form.body
    let response = try await wire.send(request)
    let kept = try Wire.read(response, of: request) { answer throws(UnreadableAnswer) in
      try answer.elements().first?.member("name").string()
    }
    guard kept == name else {
      throw .storage("\(path) was stored under another name, \(kept ?? "none")")
    }
  }

  public func get(_ path: String) async throws(OaioError) -> [UInt8] {
    let request = try await request(.get, "/content", "/files/get", names(path))
    return try await wire.send(request).body
  }

  public func removeFolder(_ path: String) async throws(OaioError) {
    try await remove(names(path))
  }

  // MARK: Requests

  private func names(_ path: String) throws(OaioError) -> [String] {
    let root = rootFolder.split(separator: "/").map(String.init)
    return root + (try StoragePath.names(path))
  }

  /// The names in a folder; nil when there is no such folder.
  private func list(_ folder: [String]) async throws(OaioError) -> Set<String>? {
    let request = try await request(.get, "", "/files/list", folder)
    let response = try await wire.answer(to: request)
    if response.status == .notFound { return nil }
    return try Wire.read(Wire.accepted(response, of: request), of: request) {
      answer throws(UnreadableAnswer) in
      var names: Set<String> = []
      for file in try answer.member("files").elements() {
        names.insert(try file.member("name").string())
      }
      return names
    }
  }

  /// Makes every folder on the way; those that are there are fine.
  private func makeFolder(_ folder: [String]) async throws(OaioError) {
    for (place, name) in folder.enumerated() {
      var request = try await request(.post, "", "/files/folder", Array(folder.prefix(place)))
      request.fields.append(.contentType, "application/json")
      request.body = JSONWriter.compact(["name": .string(name)])
      let response = try await wire.answer(to: request)
      if response.status.code != 409 { _ = try Wire.accepted(response, of: request) }
    }
  }

  private func remove(_ path: [String]) async throws(OaioError) {
    let request = try await request(.delete, "", "/files/remove", path)
    let response = try await wire.answer(to: request)
    if response.status != .notFound { _ = try Wire.accepted(response, of: request) }
  }

  private func request(
    _ method: HTTPMethod, _ prefix: String, _ call: String, _ path: [String]
  ) async throws(OaioError) -> TransportRequest {
    let (token, mount) = try await signedIn()
    let place = path.isEmpty ? "/" : path.joined(separator: "/")
    let url =
      "\(baseURL)\(prefix)/api/v2/mounts/\(PercentCoding.encode(mount))\(call)"
      + "?path=\(PercentCoding.encode(place))"
    return TransportRequest(
      method: method, url: url, fields: ["Authorization": "Token \(token)"])
  }

  private static let mountName = "DIGIstorage"

  private func signedIn() async throws(OaioError) -> (token: String, mount: String) {
    if let session { return session }
    let first = TransportRequest(
      method: .get, url: baseURL + "/token",
      fields: ["X-Koofr-Email": email, "X-Koofr-Password": password])
    guard let token = try await wire.send(first).fields["X-Koofr-Token"] else {
      throw .storage("\(Wire.name(first)): the answer has no X-Koofr-Token")
    }
    let second = TransportRequest(
      method: .get, url: baseURL + "/api/v2/mounts", fields: ["Authorization": "Token \(token)"])
    let response = try await wire.send(second)
    let mount = try Wire.read(response, of: second) { answer throws(UnreadableAnswer) -> String? in
      for mount in try answer.member("mounts").elements()
      where try mount.member("name").string() == Self.mountName {
        return try mount.member("id").string()
      }
      return nil
    }
    guard let mount else { throw .storage("the account has no mount \(Self.mountName)") }
    session = (token, mount)
    return (token, mount)
  }
}

/// A file as the only part of a form.
private struct FilePart {
  let contentType: String
  let body: [UInt8]

  init(name: String, content: [UInt8]) {
    var boundary = "oaio"
    // So long that no content has it by accident.
    for _ in 0..<2 { boundary += String(UInt64.random(in: .min ... .max), radix: 16) }
    contentType = "multipart/form-data; boundary=\(boundary)"
    var quoted = ""
    for character in name.unicodeScalars {
      switch character {
      case "\"": quoted += "%22"
      case "\r": quoted += "%0D"
      case "\n": quoted += "%0A"
      case "\\": quoted += "\\\\"
      default: quoted.unicodeScalars.append(character)
      }
    }
    let head =
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(quoted)\"\r\n\r\n"
    body = Array(head.utf8) + content + Array("\r\n--\(boundary)--\r\n".utf8)
  }
}
