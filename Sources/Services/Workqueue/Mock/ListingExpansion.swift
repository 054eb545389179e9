import HTTPMessage
import JSON

/// What a listing turns into: the elements that copy, remove or rename what was listed (sheet,
/// section 9).
enum ListingExpansion {
  /// The new elements; nil for a job whose listing is all there is to do.
  static func elements(
    of job: Job, listed: JobElement, at time: String, in mock: WorkqueueMock
  ) throws(Refusal) -> [JobElement]? {
    var added: [JobElement]
    switch job.type {
    case .copy: added = try copies(of: job, listed, at: time)
    case .remove: added = try removals(of: job, listed, at: time)
    case .rename:
      added = [
        JobElement(
          id: 1, sourcePath: job.sourcePath, destinationPath: job.destinationPath,
          maxTries: listed.maxTries, type: .rename, timestamp: time)
      ]
    case .list, .mkdir: return nil
    }
    for place in added.indices {
      added[place].id = place + 1
      let path = added[place].sourcePath
      guard PosixPath.isHarmless(path, mayBeRelative: mock.profile.allowsRelativePaths) else {
        throw Refusal(
          .internalServerError, reason: "the listing holds the path '\(path)', which is not allowed"
        )
      }
    }
    return added
  }

  private static func copies(
    of job: Job, _ listed: JobElement, at time: String
  ) throws(Refusal) -> [JobElement] {
    let directories = try directories(listed).sorted { $0.path.count < $1.path.count }
    let destination = job.destinationPath ?? ""
    let copiesDirectory =
      directories.first.map {
        PosixPath.withoutTrailingSlashes($0.path)
          == PosixPath.withoutTrailingSlashes(job.sourcePath)
      } ?? false
    var added: [JobElement] = []
    for directory in directories {
      for entry in directory.entries where entry.isRegularFile {
        let source = PosixPath.join(directory.path, entry.name)
        let target =
          copiesDirectory
          ? PosixPath.join(destination, PosixPath.relative(source, to: listed.sourcePath))
          : destination
        added.append(
          JobElement(
            id: 0, sourcePath: source, destinationPath: PosixPath.normalised(target),
            size: entry.size,
            maxTries: listed.maxTries, type: .copy, timestamp: time))
      }
    }
    return added
  }

  private static func removals(
    of job: Job, _ listed: JobElement, at time: String
  ) throws(Refusal) -> [JobElement] {
    let directories = try directories(listed).sorted { $0.path.count > $1.path.count }
    guard let top = directories.last else {
      throw Refusal(.internalServerError, reason: "an empty listing of a REMOVE job")
    }
    func removal(_ path: String, size: Int) -> JobElement {
      JobElement(
        id: 0, sourcePath: path, size: size, maxTries: listed.maxTries, type: .remove,
        timestamp: time)
    }
    var added: [JobElement] = []
    for directory in directories {
      let filesFirst =
        directory.entries.filter { !$0.isDirectory } + directory.entries.filter(\.isDirectory)
      for entry in filesFirst {
        let name = entry.isDirectory ? entry.name + "/" : entry.name
        added.append(removal(PosixPath.join(directory.path, name), size: entry.size))
      }
    }
    let topPath = PosixPath.withoutTrailingSlashes(top.path)
    if topPath == PosixPath.withoutTrailingSlashes(listed.sourcePath) {
      added.append(removal(topPath + "/", size: 0))
    }
    return added
  }

  private struct Directory {
    let path: String
    let entries: [Entry]
  }

  private struct Entry {
    let name: String
    let size: Int
    let mode: Int

    var isDirectory: Bool { mode & 0o170000 == 0o040000 }
    var isRegularFile: Bool { mode & 0o170000 == 0o100000 }
  }

  private static func directories(_ listed: JobElement) throws(Refusal) -> [Directory] {
    guard let listing = listed.listing.object else {
      throw Refusal(.internalServerError, reason: "listing must be an object of directories")
    }
    var directories: [Directory] = []
    for member in listing.members {
      var entries: [Entry] = []
      for value in member.value.array ?? [] {
        guard let name = value["name"]?.string, let size = value["st_size"]?.int,
          let mode = value["st_mode"]?.int
        else {
          throw Refusal(
            .internalServerError,
            reason: "an entry of \(member.key) lacks name, st_size or st_mode: \(value)")
        }
        entries.append(Entry(name: name, size: size, mode: mode))
      }
      directories.append(Directory(path: member.key, entries: entries))
    }
    return directories
  }
}
