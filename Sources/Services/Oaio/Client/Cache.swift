import JSON
import ServiceAnswers

/// What a client keeps on its device, laid out as documented (sheet, section 6): `objz/<oaio_id>` for
/// each object, `filez/<oaio_id>/` for its files, `last_sync_stamp.txt`. An object's file is JSON.
struct Cache: Sendable {
  /// Without a slash at the end.
  let root: String
  let disk: Disk

  private var objects: String { "\(root)/objz" }
  private var files: String { "\(root)/filez" }
  /// Where object files go that can't be read, so that nothing overwrites them.
  private var unreadable: String { "\(root)/unreadable" }
  private var stampFile: String { "\(root)/\(OaioClient.lastSyncStampFile)" }

  /// Makes the folders and the stamp file where they are missing.
  func prepare() throws(OaioError) {
    try disk.makeFolder(objects)
    try disk.makeFolder(files)
    if !disk.isFile(stampFile) { try write(.oldest) }
  }

  // MARK: The stamp file

  func lastSyncStamp() throws(OaioError) -> OaioStamp {
    let text = String(decoding: try disk.read(stampFile), as: UTF8.self)
    guard let stamp = OaioStamp(text.filter { !$0.isWhitespace }) else {
      throw .file(path: stampFile, reason: "\"\(text)\" is no stamp of twenty digits")
    }
    return stamp
  }

  func write(_ stamp: OaioStamp) throws(OaioError) {
    try disk.write(Array(stamp.text.utf8), to: stampFile)
  }

  // MARK: Objects

  /// All objects by id. One that can't be read does not hide the others: its file goes aside.
  func load() throws(OaioError) -> (objects: [String: OaioObject], problems: [OaioError]) {
    var loaded: [String: OaioObject] = [:]
    var problems: [OaioError] = []
    for name in try disk.names(in: objects) where !name.hasPrefix(".") {
      let path = "\(objects)/\(name)"
      let content = try disk.read(path)
      do throws(UnreadableAnswer) {
        let object = try OaioObject(try Answer(body: content))
        guard object.oaioID.utf8.elementsEqual(name.utf8) else {
          throw UnreadableAnswer(
            path: JSONPointer(), reason: "it is of another object, \(object.oaioID)")
        }
        loaded[name] = object
      } catch {
        try disk.makeFolder(unreadable)
        let aside = "\(unreadable)/\(name)"
        try disk.move(path, to: aside)
        problems.append(.file(path: aside, reason: "no object, put aside: \(error.reason)"))
      }
    }
    return (loaded, problems)
  }

  func write(_ object: OaioObject) throws(OaioError) {
    try disk.write(JSONWriter.compact(object.json), to: "\(objects)/\(object.oaioID)")
  }

  func remove(_ oaioID: String) throws(OaioError) { try disk.remove("\(objects)/\(oaioID)") }

  /// Where an object's files lie that has no folder of its own.
  func fileFolder(_ oaioID: String) -> String { "\(files)/\(oaioID)" }
}
