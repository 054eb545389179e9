import HTTPMessage
import HTTPServer
import JSON
import Synchronization

extension OaioMock {
  /// Answers the storage host's clients (sheet, section 7): they have a token of their own, and neither
  /// session nor cookies.
  func answer(
    _ call: OaioRoute.StorageCall, _ path: PathParameters, _ request: HTTPRequest,
    _ state: borrowing Mutex<OaioState>
  ) throws(OaioRefusal) -> HTTPResponse {
    guard call != .token else { return try storageToken(request) }
    guard request.fields["Authorization"] == "Token \(settings.storage.token)" else {
      throw OaioRefusal(.noStorageToken)
    }
    let mount = path.text(0)
    switch call {
    case .token, .mounts: return mounts(state.withLock { $0.mounts })
    case .list:
      let place = try Self.place(request)
      let files = try Self.look(at: mount, state) { mount throws(OaioRefusal) in
        try mount.list(place)
      }
      return .json(JSONWriter.compact(["files": files]))
    case .get:
      let place = try Self.place(request)
      let content = try Self.look(at: mount, state) { mount throws(OaioRefusal) in
        try mount.file(place)
      }
      return HTTPResponse(
        status: .ok, fields: [.contentType: "application/octet-stream"], body: content)
    case .makeFolder:
      let place = try Self.place(request)
      let name = try Self.folderName(request)
      try Self.change(mount, state) { mount throws(OaioRefusal) in
        try mount.makeFolder(name, in: place)
      }
      return HTTPResponse(status: .created)
    case .put:
      let place = try Self.place(request)
      let (name, content) = try Self.file(request)
      let kept = try Self.change(mount, state) { mount throws(OaioRefusal) in
        try mount.put(name, content, in: place)
      }
      return .json(JSONWriter.compact([kept]))
    case .remove:
      let place = try Self.place(request)
      try Self.change(mount, state) { mount throws(OaioRefusal) in try mount.remove(place) }
      return HTTPResponse(status: .ok)
    }
  }

  private func storageToken(_ request: HTTPRequest) throws(OaioRefusal) -> HTTPResponse {
    guard request.fields["X-Koofr-Email"] == settings.storage.email,
      request.fields["X-Koofr-Password"] == settings.storage.password
    else { throw OaioRefusal(.badStorageAccount) }
    return HTTPResponse(status: .ok, fields: ["X-Koofr-Token": settings.storage.token])
  }

  private func mounts(_ mounts: [Mount]) -> HTTPResponse {
    let all = mounts.map { mount -> JSONValue in
      ["id": .string(mount.id), "name": .string(mount.name), "type": .string(mount.type)]
    }
    return .json(JSONWriter.compact(["mounts": .array(all)]))
  }

  private static func look<Result>(
    at id: String, _ state: borrowing Mutex<OaioState>,
    _ body: (Mount) throws(OaioRefusal) -> Result
  ) throws(OaioRefusal) -> Result {
    try state.withLock { state throws(OaioRefusal) in try body(state.mounts[place(of: id, state)]) }
  }

  private static func change<Result>(
    _ id: String, _ state: borrowing Mutex<OaioState>,
    _ body: (inout Mount) throws(OaioRefusal) -> Result
  ) throws(OaioRefusal) -> Result {
    try state.withLock { state throws(OaioRefusal) in
      let place = try place(of: id, state)
      return try body(&state.mounts[place])
    }
  }

  private static func place(of id: String, _ state: OaioState) throws(OaioRefusal) -> Int {
    guard let place = state.mounts.firstIndex(where: { $0.id == id }) else {
      throw OaioRefusal(.unknownMount, ["id": id])
    }
    return place
  }

  // MARK: What a request says

  private static func place(_ request: HTTPRequest) throws(OaioRefusal) -> StoragePath {
    guard let path = request.target.queryItems.first(where: { $0.name == "path" }) else {
      throw OaioRefusal(.badStoragePath, ["problem": "there is no query parameter path"])
    }
    return try StoragePath(path.value)
  }

  private static func folderName(_ request: HTTPRequest) throws(OaioRefusal) -> String {
    guard let name = (try? JSONReader.value(of: request.body))?["name"]?.string else {
      throw OaioRefusal(.badStorageBody, ["problem": "the body must be as {\"name\": \"sub\"}"])
    }
    return name
  }

  private static func file(
    _ request: HTTPRequest
  ) throws(OaioRefusal) -> (name: String, content: [UInt8]) {
    let form: MultipartForm
    do throws(MultipartForm.Problem) {
      form = try MultipartForm(request)
    } catch {
      throw OaioRefusal(.badStorageBody, ["problem": error.description])
    }
    guard let part = form["file"], let name = part.fileName else {
      throw OaioRefusal(
        .badStorageBody, ["problem": "the form has no part \"file\" with a file name"])
    }
    // Copied, so that no whole request is kept for it.
    return (name, Array(part.content))
  }
}
