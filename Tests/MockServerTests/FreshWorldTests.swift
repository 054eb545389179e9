import HTTPClient
import HTTPMessage
import JSON
import MockServer
import Synchronization
import Testing

@Suite struct `A fresh world` {
  @Test func `is in its seed state and shares nothing with another one`() throws {
    let bench = try WorldBench()
    let (one, other) = (try bench.worlds.start("notes"), try bench.worlds.start("notes"))
    _ = try one.ask(.post, "/notes", body: "third")
    _ = try one.ask(.put, "/__admin/clock", body: #"{"advance": "1h"}"#)
    #expect(try one.ask(.get, "/notes").json() == ["first", "second", "third"])
    #expect(try other.ask(.get, "/notes").json() == ["first", "second"])
    let requests = try [one, other].map {
      try $0.ask(.get, "/__admin/requests").json()["meta"]?["total"]
    }
    #expect(requests == [2, 1])
    #expect(other.running.group.clock.offset == 0)
  }

  @Test func `comes with the services that it needs, which know each other`() throws {
    let world = try WorldBench().worlds.start("trove")
    #expect(world.running.services.map(\.world.description.name) == ["trove", "keystone"])
    #expect(world.running.group.services == ["keystone", "trove"])
    let answer = try world.ask(
      .post, "/v2.0/tokens", of: "keystone", fields: [.contentType: "application/json"],
      body:
        #"{"auth": {"tenantName": "test_project", "passwordCredentials": {"username": "testuser", "password": "PASSWORD"}}}"#
    )
    let token = try #require(try answer.json()["access"]?["token"])
    let project = try #require(token["tenant"]?["id"]?.string)
    let instances = try world.ask(
      .get, "/v1.0/\(project)/instances",
      fields: ["X-Auth-Token": try #require(token["id"]?.string)])
    #expect(instances.status == .ok)
    #expect(try instances.json()["instances"]?.array?.count == 20)
  }

  @Test func `starts in the profile that is asked for and stays in it`() throws {
    let world = try WorldBench().worlds.start("notes", profile: "loud")
    #expect(try world.ask(.get, "/notes").json() == ["FIRST", "SECOND"])
    _ = try world.ask(.post, "/__admin/provider-states", body: #"{"state": "a note"}"#)
    #expect(try world.ask(.get, "/notes").json() == ["FIRST", "SECOND", "HELLO"])
    _ = try world.ask(.post, "/__admin/reset")
    #expect(try world.ask(.get, "/notes").json() == ["FIRST", "SECOND"])
    #expect(world.running.services.first?.world.description.profile == "loud")
  }

  @Test func `is told to who watches the others`() throws {
    let told = Mutex<[String]>([])
    let bench = try WorldBench { service, request, _ in
      told.withLock { $0.append("\(service.name) \(request.target.pathAndQuery)") }
    }
    _ = try bench.worlds.start("notes").ask(.get, "/notes")
    #expect(told.withLock { $0 } == ["notes /notes"])
  }

  @Test func `lets nobody in from the moment when it is ended`() throws {
    let bench = try WorldBench()
    for _ in 0..<20 {
      let world = try bench.worlds.start("trove")
      #expect(try world.ask(.get, "/").status == .ok)
      #expect(bench.worlds.end(world.id))
      for service in ["trove", "keystone"] {
        #expect(throws: HTTPClientError.self) { try world.ask(.get, "/", of: service) }
      }
      #expect(!bench.worlds.end(world.id))
      #expect(bench.worlds[world.id] == nil)
    }
    #expect(bench.worlds.all.isEmpty)
  }

  @Test func `ends by itself when nobody has asked it for a while`() throws {
    let bench = try WorldBench()
    let (idle, used) = (try bench.worlds.start("notes"), try bench.worlds.start("notes"))
    bench.pass(seconds: 599)
    #expect(try used.ask(.get, "/notes").status == .ok)
    bench.pass(seconds: 2)
    #expect(bench.comes { bench.worlds.all.map(\.id) == [used.id] })
    #expect(throws: HTTPClientError.self) { try idle.ask(.get, "/notes") }
    #expect(try used.ask(.get, "/__admin/health").status == .ok)
    bench.pass(seconds: 599)
    #expect(try used.ask(.get, "/notes").status == .ok)
    bench.pass(seconds: 600)
    #expect(bench.comes { bench.worlds.all.isEmpty })
  }

  @Test func `counts until it is ended`() throws {
    let bench = try WorldBench(most: 2)
    let first = try bench.worlds.start("notes")
    _ = try bench.worlds.start("trove")
    for _ in 0..<2 {
      #expect(throws: FreshWorldError.self) { try bench.worlds.start("notes") }
    }
    #expect(bench.worlds.end(first.id))
    _ = try bench.worlds.start("notes")
    #expect(bench.worlds.all.count == 2)
  }

  @Test func `ends with all others, and tells when that has happened`() async throws {
    let bench = try WorldBench()
    let worlds = try (0..<5).map { _ in try bench.worlds.start("notes") }
    await withCheckedContinuation { continuation in
      bench.worlds.endAll { continuation.resume() }
    }
    #expect(bench.worlds.all.isEmpty)
    for world in worlds {
      #expect(throws: HTTPClientError.self) { try world.ask(.get, "/notes") }
    }
    await withCheckedContinuation { continuation in
      bench.worlds.endAll { continuation.resume() }
    }
  }

  /// What must be gone.
  private struct Leftover {
    weak var world: (any ServiceWorld)?
    weak var group: WorldGroup?
    weak var server: AnyObject?
  }

  @Test func `leaves nothing in memory, two hundred times`() throws {
    let bench = try WorldBench()
    var left: [Leftover] = []
    for _ in 0..<200 {
      let world = try bench.worlds.start("trove")
      #expect(try world.ask(.get, "/").status == .ok)
      for service in world.running.services {
        left.append(
          Leftover(world: service.world, group: world.running.group, server: service.server))
      }
      #expect(bench.worlds.end(world.id))
    }
    #expect(left.count == 400)
    #expect(
      bench.comes { left.allSatisfy { $0.world == nil && $0.group == nil && $0.server == nil } })
  }
}
