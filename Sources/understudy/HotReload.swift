import EventLoop
import Glibc
import MockServer
import Synchronization

/// Reads fixtures again while mocks run, when their files have changed.
///
/// What has an error is not taken over: the mock goes on as it was. What is right is in force from
/// the next request on, and the state that clients have made is kept.
final class HotReload: Sendable {
  /// Files that are read again together.
  struct Source: Sendable {
    /// Those to be watched.
    let folders: [String]
    /// What the files hold now, by name: nothing is done when that is as it was.
    let contents: @Sendable () -> [String: [UInt8]]
    /// Reads them and puts what they say in force; gives a line that tells so.
    let reload: @Sendable () throws(CommandFailure) -> String
  }

  private let sources: [Source]
  private let seen: Mutex<[[String: [UInt8]]]>
  private let tell: @Sendable (String) -> Void
  private let complain: @Sendable (String) -> Void

  init(
    _ sources: [Source], tell: @escaping @Sendable (String) -> Void = Terminal.note,
    complain: @escaping @Sendable (String) -> Void = Terminal.complain
  ) {
    self.sources = sources
    self.tell = tell
    self.complain = complain
    seen = Mutex(sources.map { $0.contents() })
  }

  /// Watches the files; nil when there are none, or when the kernel has no watch left, which is told.
  func watch() -> FolderWatch? {
    let folders = sources.flatMap(\.folders)
    guard !folders.isEmpty else { return nil }
    do throws(SocketError) {
      return try FolderWatch(folders) { self.changed($0) }
    } catch {
      complain("changes of files will not be noticed: \(error)")
      return nil
    }
  }

  /// Something has changed in these folders.
  func changed(_ folders: Set<String>) {
    for (place, source) in sources.enumerated()
    where !folders.isDisjoint(with: source.folders) {
      let contents = source.contents()
      let isNew = seen.withLock { seen in
        defer { seen[place] = contents }
        return seen[place] != contents
      }
      guard isNew else { continue }
      do throws(CommandFailure) {
        tell(try source.reload())
      } catch {
        complain("\(error.message); what was read before goes on")
      }
    }
  }
}

extension HotReload.Source {
  /// The services of a run that were read from files.
  static func services(
    _ running: RunningServers, _ arguments: Arguments
  ) -> [HotReload.Source] {
    running.services.compactMap { service in
      let world = service.world
      let name = world.description.name
      if let path = world.description.path {
        // A folder of stubs alone has nothing else.
        if path == world.stubs.folder { return nil }
        return Self(path, world, running.fresh) { () throws(CommandFailure) in
          try OwnService.blueprint(path, profile: arguments.value("--profile"))
        }
      }
      guard let folder = arguments.value("--fixtures"),
        FixtureSource(directory: folder).services.contains(name)
      else { return nil }
      return Self("\(folder)/\(name)", world, running.fresh) { () throws(CommandFailure) in
        try ServiceCatalogue.blueprint(
          name, from: FixtureSource(directory: folder), profile: arguments.value("--profile"))
      }
    }
  }

  /// The stubs of a run that were read from folders.
  static func stubs(
    _ running: RunningServers, _ options: ServeOptions
  ) -> [HotReload.Source] {
    running.services.compactMap { service in
      let name = service.world.description.name
      let own = options.own.first { $0.description.name == name }
      guard let folder = options.stubs[name]?.folder ?? own?.stubs.folder else { return nil }
      return Self(stubs: folder, over: name, service.world, running.fresh)
    }
  }

  private init(
    stubs folder: String, over name: String, _ world: any ServiceWorld, _ fresh: FreshWorlds
  ) {
    folders = StubSet.folders(ofFolder: folder)
    contents = { StubSet.texts(ofFolder: folder) }
    reload = { () throws(CommandFailure) in
      do throws(FixtureError) {
        let set = try StubSet(folder: folder)
        world.stubs.reload(set, at: world.group.clock.now())
        fresh.reload(set, over: name)
        return "\(name): \(set.count) \(set.count == 1 ? "stub" : "stubs") read again"
      } catch {
        throw CommandFailure(.badInput, error.description)
      }
    }
  }

  /// A service's folder, or the contract that it is made of.
  private init(
    _ path: String, _ world: any ServiceWorld, _ fresh: FreshWorlds,
    _ read: @escaping @Sendable () throws(CommandFailure) -> any ServiceBlueprint
  ) {
    let isFile = path.hasSuffix(".json") && !OwnService.holdsService(path)
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let parent = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "."
    folders = isFile ? [parent] : [path]
    contents = {
      isFile
        ? [path: FixtureSource.read(path) ?? []]
        : Dictionary(
          FixtureSource.entries(of: path).filter { $0.hasSuffix(".json") }.map {
            ($0, FixtureSource.read("\(path)/\($0)") ?? [])
          }, uniquingKeysWith: { $1 })
    }
    reload = { () throws(CommandFailure) in
      let name = world.description.name
      let blueprint = try read()
      guard blueprint.description.name == name else {
        throw CommandFailure(
          .badInput,
          "\(path) now describes a service \"\(blueprint.description.name)\", and a name can't change while it runs"
        )
      }
      guard let outcome = world.reload(blueprint) else {
        throw CommandFailure(.badInput, "\(path) now describes another kind of service")
      }
      fresh.reload(blueprint)
      return Self.line(outcome, of: name)
    }
  }

  static func line(_ outcome: WorldReload, of service: String) -> String {
    switch outcome {
    case .kept: "\(service): files read again, the state is kept"
    case .keptWithOldRecords:
      "\(service): files read again, the state is kept; the new records come with: understudy reset \(service)"
    case .newRecords: "\(service): files read again, with new records"
    case .newState:
      "\(service): files read again; the collections differ, so it begins with their records"
    }
  }
}
