import HTTPMessage
import JSON
import ServiceAnswers

extension OaioClient {
  /// Brings local changes to the server, and changes of other devices here. Of two versions of an
  /// object the newer one wins; ``SyncReport/replaced`` has the other one if it was made here.
  ///
  /// Ending the process at any moment loses nothing: every step leaves a state from which the next sync
  /// goes on. Objects that others have unregistered stay on this device.
  ///
  /// - Returns: Whether all is on both sides now. If not, ``errorMessage`` and ``lastReport`` say what
  ///   isn't and why; a version that the user has no right to upload is such a case.
  @discardableResult public func synchronizeWithServerIfOnline() async -> Bool {
    do throws(OaioError) {
      return try await inTurn { () async throws(OaioError) in
        lastReport = SyncReport()
        do throws(OaioError) {
          try await exchangeVersions()
        } catch {
          lastReport.errors.append(error)
        }
        for error in lastReport.allErrors { note(error) }
        return lastReport.isComplete
      }
    } catch {
      return false
    }
  }

  /// The documented short name of ``synchronizeWithServerIfOnline()``.
  @discardableResult public func synchronize() async -> Bool {
    await synchronizeWithServerIfOnline()
  }

  private func exchangeVersions() async throws(OaioError) {
    try await connection.check()
    let listed = try await connection.send(.get, "oaio_stampz/") {
      answer throws(UnreadableAnswer) in try [OaioObject](answer)
    }
    let (objects, problems) = try cache.load()
    clientObjectz = objects
    lastReport.errors += problems
    for server in listed { try acknowledge(server) }
    let newer = listed.filter { isNewer($0) }
    let losing = Set(newer.map(\.oaioID))
    for object in pendingObjectz where !losing.contains(object.oaioID) {
      do throws(OaioError) {
        _ = try await upload(object)
        lastReport.uploaded.append(object.oaioID)
      } catch {
        lastReport.pending.append(.init(oaioID: object.oaioID, error: error))
        // Without an answer there will be none for the others, either.
        if error.isOffline { throw error }
      }
    }
    for server in newer { try await download(server) }
    if lastReport.isComplete { try cache.write(currentStamp) }
  }

  /// Takes over what the server has of an object that is here in the same version or a newer one: its
  /// answer to a registration or an upload may have been lost, and rights change.
  private func acknowledge(_ server: OaioObject) throws(OaioError) {
    guard let local = clientObjectz[server.oaioID], local.clientStamp >= server.clientStamp else {
      return
    }
    var known = local
    known.accessRight = server.accessRight
    if local.clientStamp > server.clientStamp {
      if local.serverStamp.map({ $0 < server.clientStamp }) ?? true {
        known.serverStamp = server.clientStamp
        known.serverValues = server.clientValues
      }
    } else if local.clientValues == server.clientValues {
      known.markSynchronized()
    }
    if known != local { try keep(known) }
  }

  /// Whether the server's version is to replace what is here. Another version of the same moment is:
  /// the server would refuse the local one.
  private func isNewer(_ server: OaioObject) -> Bool {
    guard let local = clientObjectz[server.oaioID] else { return true }
    return server.clientStamp > local.clientStamp
      || (server.clientStamp == local.clientStamp && local.clientValues != server.clientValues)
  }

  /// Replaces the local version, files first: until the object itself is written, the next sync would
  /// do it again.
  private func download(_ server: OaioObject) async throws(OaioError) {
    var new = server
    new.markSynchronized()
    let local = clientObjectz[server.oaioID]
    do throws(OaioError) {
      try checkName(of: new, knownAs: local)
      try await fetchFiles(of: new)
      try keep(new)
    } catch {
      lastReport.missing.append(.init(oaioID: server.oaioID, error: error))
      if error.isOffline { throw error }
      return
    }
    lastReport.downloaded.append(new.oaioID)
    // A version that the server's one was made of came there, although its answer did not.
    if let local, local.isPending, server.serverStamp != local.clientStamp {
      lastReport.replaced.append(local)
    }
  }

  /// Keeps a server's object from being written anywhere else than it should.
  private func checkName(
    of server: OaioObject, knownAs local: OaioObject?
  ) throws(OaioError) {
    guard ObjectID.isFileName(server.oaioID) else {
      throw .badArgument("the server's id \"\(server.oaioID)\" can't be the name of a file")
    }
    guard server.accessRight == .create, server.username != userName, let root = server.rootPath,
      root != local?.rootPath
    else { return }
    throw .badArgument(
      "the user \(server.username) wants the files of \"\(server.oaioID)\" to lie in \(root); a version "
        + "of the owner's would be taken")
  }

  /// Brings one version to the server, files first: whoever gets the object finds them.
  func upload(_ object: OaioObject) async throws(OaioError) -> OaioObject {
    try await storeFiles(of: object)
    let slug = object.serverStamp == nil ? "register/" : "upload/"
    let id = object.oaioID
    try await connection.send(.post, slug, object.json) { answer throws(UnreadableAnswer) in
      let answered = try answer.member("oaio_id")
      guard try answered.string().utf8.elementsEqual(id.utf8) else {
        throw UnreadableAnswer(path: answered.path, reason: "it is of another object")
      }
    }
    var done = object
    done.markSynchronized()
    try keep(done)
    return done
  }
}
