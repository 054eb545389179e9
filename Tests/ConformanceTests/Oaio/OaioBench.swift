import HTTPMessage
import HTTPTransport
import JSON
import MockServer
import Synchronization
import Testing

@testable import OaioClient

/// An oaio mock inside the process, for what needs very many requests or has to stop anywhere.
final class OaioBench: Sendable {
  let folder: OaioFolder
  private let mocks: MockGroup
  private let ticks = Atomic<Int>(0)

  init() throws {
    mocks = try MockGroup("oaio")
    folder = try OaioFolder()
  }

  /// A client that stops where its life ends.
  ///
  /// - Parameter offset: how far its clock is ahead, in seconds.
  func client(
    _ user: String, _ device: String, offset: Int = 0, life: Lifeline = Lifeline(),
    network: (any HTTPTransport)? = nil
  ) throws -> OaioClient {
    let network = network ?? transport(life)
    return try OaioClient(
      host: "127.0.0.1:1", credentials: ["username": user, "password": "\(user)-pw"],
      appID: "tstapp", deviceID: device, cshDefaultID: "Digi",
      clientRoot: "\(folder.path)/\(device)", placeholders: Placeholders(),
      storages: ["Digi": DigiStorage.maker(baseURL: "http://127.0.0.1:1", transport: network)],
      timeout: .seconds(1), transport: network, now: { self.now() + offset * 1_000_000 },
      disk: Disk { step throws(OaioError) in
        guard life.step("\(step.action) \(step.path)") else {
          throw .file(path: step.path, reason: "the process has ended")
        }
      })
  }

  func transport(_ life: Lifeline = Lifeline()) -> any HTTPTransport {
    InProcess(world: mocks.world, life: life)
  }

  /// Lets the server forget all sessions and objects.
  func forget() { mocks.world.reset() }

  /// All objects of a user as the server has them.
  func listed(_ user: String) async throws -> [String: OaioObject] {
    let probe = try client(user, "probe-\(now())")
    await probe.synchronize()
    #expect(await probe.errorMessage == "")
    return await probe.clientObjectz
  }

  private func now() -> Int {
    mocks.group.clock.now().microseconds + ticks.add(1_000, ordering: .relaxed).newValue
  }

  private struct InProcess: HTTPTransport {
    let world: any ServiceWorld
    let life: Lifeline

    func send(
      _ request: TransportRequest, timeout: Duration
    ) async throws(TransportError) -> HTTPResponse {
      let name = "\(request.method) \(request.url)"
      guard life.step("ask \(name)") else { throw .cannotConnect("the process has ended") }
      var fields = request.fields
      fields.append(.host, "127.0.0.1:1")
      let response = world.respond(
        to: HTTPRequest(
          method: request.method, target: HTTPTarget(request.url).pathAndQuery, fields: fields,
          body: request.body ?? []), from: nil)
      guard life.step("hear \(name)") else { throw .broken("the process has ended") }
      return response
    }
  }
}

/// How many more steps a process lives: changes of its disk, requests sent and answers heard. After
/// the last one nothing that it does has any effect, as if it had been killed.
final class Lifeline: Sendable {
  private let state: Mutex<(left: Int, taken: [String])>

  init(steps: Int = .max) { state = Mutex((steps, [])) }

  /// What was done.
  var taken: [String] { state.withLock { $0.taken } }

  func step(_ name: String) -> Bool {
    state.withLock { state in
      guard state.left > 0 else { return false }
      state.left -= 1
      if state.taken.count < 10_000 { state.taken.append(name) }
      return true
    }
  }
}
