import JSON
import Testing
import TroveClient

/// What is inside of instances.
extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `makes, pages and deletes databases`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc, databases: ["my_db"]) { instance in
      let id = instance.id
      let odd = "a%41&=ä"
      try await tc.databases.create(id, [Database("db 2", characterSet: "utf8"), Database(odd)])
      let first = try await tc.databases.list(id, limit: 2)
      #expect(first.map(\.name) == [odd, "db 2"] && first.next == "db 2")
      let second = try await instance.listDatabases(limit: 2, marker: first.next)
      #expect(second.map(\.name) == ["my_db"] && second.next == nil)
      let behind = try await tc.databases.list(id, limit: 1, marker: odd)
      #expect(behind.map(\.name) == ["db 2"] && behind.next == "db 2")
      var all: [String] = []
      for try await database in tc.databases.all(id, pageSize: 1) { all.append(database.name) }
      #expect(all == [odd, "db 2", "my_db"])
      try await tc.databases.delete(id, "db 2")
      try await tc.databases.delete(id, odd)
      #expect(try await tc.databases.list(id).map(\.name) == ["my_db"])
    }
  }

  @Test(arguments: RunningTrove.all)
  func `makes, pages, changes and deletes users`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let jsmith = NewUser("jsmith", password: "12345", databases: ["my_db"])
    try await running.withInstance(tc, databases: ["my_db", "db2"], users: [jsmith]) { instance in
      let id = instance.id
      try await tc.users.create(
        id,
        [
          NewUser("ann", password: "p1", databases: ["db2"]),
          NewUser("bob", password: "p2", host: "10.0.0.1"),
        ])
      let first = try await tc.users.list(id, limit: 1)
      #expect(first.map(\.name) == ["ann"] && first.next == "ann%40%25")
      #expect(first.first?.host == "%" && first.first?.databases == ["db2"])
      let second = try await instance.listUsers(limit: 1, marker: first.next)
      #expect(second.map(\.name) == ["bob"] && second.first?.host == "10.0.0.1")
      // The marker as one would write it means the same.
      #expect(try await tc.users.list(id, limit: 1, marker: "ann@%") == second)
      var all: [String] = []
      for try await user in tc.users.all(id, pageSize: 1) { all.append(user.name) }
      #expect(all == ["ann", "bob", "jsmith"])
      let bob = try await tc.users.get(id, "bob", host: "10.0.0.1")
      #expect(bob.databases.isEmpty)

      try await tc.users.updateAttributes(
        id, "bob", UserChange(name: "rob", host: "%", password: "p3"), host: "10.0.0.1")
      #expect(try await tc.users.get(id, "rob").host == "%")
      await #expect(throws: TroveError.self) {
        try await tc.users.get(id, "bob", host: "10.0.0.1")
      }
      try await tc.users.changePasswords(id, [NewUser("ann", password: "p4")])
      #expect(try await tc.users.get(id, "ann").databases == ["db2"])
      try await tc.users.delete(id, "rob")
      #expect(try await tc.users.list(id).map(\.name) == ["ann", "jsmith"])
    }
  }

  @Test(arguments: RunningTrove.all)
  func `pages users whatever they are called`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let names = ["a b", "a%41", "a%zz", "b&c=d", "c+d", "d#e?f", "ü1"]
    try await running.withInstance(tc) { instance in
      try await tc.users.create(instance.id, names.map { NewUser($0, password: "p") })
      for size in [1, 2, 7] {
        var all: [String] = []
        for try await user in tc.users.all(instance.id, pageSize: size) { all.append(user.name) }
        #expect(all == names)
      }
    }
  }

  @Test(arguments: RunningTrove.all)
  func `grants databases to users and revokes them`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let users = [
      NewUser("ann", password: "p1", databases: ["db2"]),
      NewUser("bob", password: "p2", host: "10.0.0.1"),
    ]
    try await running.withInstance(tc, databases: ["my_db", "db2"], users: users) { instance in
      let id = instance.id
      try await tc.users.grant(id, "ann", ["my_db"])
      #expect(Set(try await tc.users.listAccess(id, "ann").map(\.name)) == ["my_db", "db2"])
      try await tc.users.revoke(id, "ann", "db2")
      #expect(try await tc.users.listAccess(id, "ann").map(\.name) == ["my_db"])
      #expect(try await tc.users.get(id, "ann").databases == ["my_db"])
      let host = "10.0.0.1"
      try await tc.users.grant(id, "bob", ["my_db", "db2"], host: host)
      let access = try await tc.users.listAccess(id, "bob", host: host)
      #expect(Set(access.map(\.name)) == ["my_db", "db2"])
      try await tc.users.revoke(id, "bob", "db2", host: host)
      #expect(try await tc.users.listAccess(id, "bob", host: host).map(\.name) == ["my_db"])
      var output = Printout("Trove")
      await output.printRefusal("revoked already", ids: ["ID": id]) {
        try await tc.users.revoke(id, "ann", "db2")
      }
      await output.printRefusal("from another host", ids: ["ID": id]) {
        _ = try await tc.users.listAccess(id, "bob")
      }
      try output.expect("access")
    }
  }

  @Test(arguments: RunningTrove.all)
  func `enables and disables root`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc) { instance in
      let id = instance.id
      #expect(try await !tc.root.isRootEnabled(id))
      var output = Printout("Trove")
      await output.printRefusal("never enabled", ids: ["ID": id]) { try await tc.root.delete(id) }
      try output.expect("root")
      let root = try await tc.root.create(id)
      #expect(root.name == "root" && !root.password.isEmpty)
      #expect(try await tc.root.isRootEnabled(id))
      try await tc.root.delete(id)
      #expect(try await !tc.root.isRootEnabled(id))
      #expect(try await tc.root.createInstanceRoot(id, password: "secret").name == "root")
      #expect(try await tc.root.isRootEnabled(id))
      // Root is none of the users.
      #expect(try await tc.users.list(id).isEmpty)
    }
  }

  @Test(arguments: RunningTrove.all)
  func `enables, publishes and discards logs`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc) { instance in
      let id = instance.id
      let logs = try await tc.instances.logList(id)
      #expect(logs.contains { $0.name == "general" && $0.type == "USER" })
      let general = try await tc.instances.logShow(id, "general")
      #expect(general.status == "Disabled" && general.published == 0 && general.container == nil)
      let enabled = try await tc.instances.logAction(id, "general", .enable)
      #expect(enabled.status != "Disabled" && enabled.published == 0)
      let published = try await tc.instances.logAction(id, "general", .publish)
      #expect(published.status == "Published" && published.published > 0)
      #expect(published.pending == 0 && published.container != nil && published.prefix != nil)
      #expect(try await tc.instances.logShow(id, "general") == published)
      let discarded = try await tc.instances.logAction(id, "general", .discard)
      #expect(discarded.published == 0 && discarded.container == nil)
      let disabled = try await tc.instances.logAction(id, "general", [.disable, .discard])
      #expect(disabled.status == "Disabled")
      var output = Printout("Trove")
      await output.printRefusal("both ways", ids: ["ID": id]) {
        _ = try await tc.instances.logAction(id, "general", [.enable, .disable])
      }
      await output.printRefusal("unknown", ids: ["ID": id]) {
        _ = try await tc.instances.logShow(id, "nope")
      }
      try output.expect("logs")
    }
  }

  @Test(arguments: RunningTrove.all)
  func `turns encryption on, off and back`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    try await running.withInstance(tc) { instance in
      let id = instance.id
      #expect(try await tc.instances.sslShow(id).isEnabled == false)
      var output = Printout("Trove")
      await output.printRefusal("without a certificate", ids: ["ID": id]) {
        _ = try await tc.instances.sslEnable(id)
      }
      try output.expect("encryption")
      let enabled = try await tc.instances.sslEnable(
        id, mode: "basic", containerRef: "http://127.0.0.1:9311/v1/containers/c")
      #expect(enabled.isEnabled == true && enabled.mode == "basic")
      #expect(try await tc.instances.sslShow(id, includesCertificate: true).isEnabled == true)
      #expect(try await tc.instances.sslDisable(id).isEnabled == false)
      _ = try await tc.instances.sslRollback(id)
      #expect(try await tc.instances.sslShow(id).isEnabled == true)
    }
  }
}
