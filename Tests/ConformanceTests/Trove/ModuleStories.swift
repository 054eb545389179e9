import JSON
import Testing
import TroveClient

extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `makes, changes and deletes modules`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let contents = "message=hello".utf8
    var module = try await tc.modules.create(
      "mod1", type: "ping", contents: contents,
      options: ModuleOptions(description: "d", datastore: "mysql"))
    #expect(module.type == "ping" && module.datastore == "mysql" && module.description == "d")
    #expect(module.md5 == "d65ca3916726917d08885b9bf1197582" && module.isAdmin == false)
    #expect(try await tc.modules.list(datastore: "mysql").map(\.id).contains(module.id))
    #expect(try await module.refresh().instanceCount == 0)
    var output = Printout("Trove")
    let ids = ["DATASTORE": module.datastoreID ?? ""]
    await output.printRefusal("of no type") {
      _ = try await tc.modules.create("mod2", type: "nope", contents: contents)
    }
    await output.printRefusal("a second one", ids: ids) {
      _ = try await tc.modules.create(
        "mod1", type: "ping", contents: contents, options: ModuleOptions(datastore: "mysql"))
    }
    await output.printRefusal("hidden") {
      _ = try await tc.modules.create(
        "mod3", type: "ping", contents: contents, options: ModuleOptions(isVisible: false))
    }
    try output.expect("modules")

    let changed = try await tc.modules.update(
      module.id, name: "mod4", contents: Array("message=bye".utf8),
      options: ModuleOptions(description: "d2", isLiveUpdated: true, applyOrder: 3))
    #expect(changed.name == "mod4" && changed.md5 != module.md5 && changed.applyOrder == 3)
    #expect(changed.isLiveUpdated == true)
    #expect(try await module.refresh().description == "d2")
    #expect(module.datastore == "mysql")
    try await module.delete()
    try await running.waitUntilGone { [module] in _ = try await module.refreshed() }
  }

  @Test(arguments: RunningTrove.all)
  func `applies a module and removes it`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let module = try await tc.modules.create(
      "mod1", type: "ping", contents: "message=hello".utf8,
      options: ModuleOptions(datastore: "mysql"))
    try await running.withInstance(tc, "extended") { instance in
      let id = instance.id
      #expect(try await tc.instances.modules(id).isEmpty)
      let applied = try await tc.instances.moduleApply(id, [module.id])
      #expect(applied.map(\.id) == [module.id] && applied.first?["status"] == "OK")
      #expect(try await tc.instances.modules(id).map(\.id) == [module.id])
      let told = try await tc.instances.moduleQuery(id, includesContents: true)
      #expect(told.first?["contents"] == "bWVzc2FnZT1oZWxsbw==")
      #expect(try await tc.modules.instances(module.id).map(\.name) == ["extended"])
      let counts = try await tc.modules.instanceCounts(module.id)
      #expect(counts.map(\.instanceCount) == [1] && counts.first?.isCurrent == true)
      #expect(try await module.refreshed().instanceCount == 1)

      var output = Printout("Trove")
      await output.printRefusal("delete") { try await module.delete() }
      await output.printRefusal("change") {
        _ = try await tc.modules.update(module.id, name: "other")
      }
      try await tc.instances.moduleRemove(id, module.id)
      #expect(try await tc.instances.modules(id).isEmpty)
      await output.printRefusal("remove twice") {
        try await tc.instances.moduleRemove(id, module.id)
      }
      try output.expect("applied modules")
    }
    try await module.delete()
  }

  @Test(arguments: RunningTrove.all)
  func `applies a changed module once more`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let module = try await tc.modules.create(
      "live", type: "ping", contents: "message=one".utf8,
      options: ModuleOptions(isLiveUpdated: true))
    var instance = try await tc.instances.create(
      "extended", flavorID: "1", volume: Volume(size: 1), datastore: "mysql",
      modules: [module.id])
    instance = try await running.wait(for: instance)
    let id = instance.id
    #expect(try await tc.instances.modules(id).first?.md5 == module.md5)
    let changed = try await tc.modules.update(module.id, contents: Array("message=two".utf8))
    #expect(try await tc.modules.instanceCounts(module.id).first?.isCurrent == false)
    try await tc.modules.reapply(module.id)
    let counts = try await running.wait(
      for: { try await tc.modules.instanceCounts(module.id) },
      until: { $0.first?.isCurrent == true })
    #expect(counts.map(\.moduleMD5) == [changed.md5])
    #expect(try await tc.instances.modules(id).first?.md5 == changed.md5)
    try await tc.instances.moduleRemove(id, module.id)
    try await running.remove(instance)
    try await module.delete()
  }

  @Test(arguments: RunningTrove.all)
  func `carries any contents to an instance`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let contents = Array("message=\n".utf8) + (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
    let module = try await tc.modules.create(
      "Zürich \"1\"\t\\ 🐬", type: "ping", contents: contents)
    #expect(module.name == "Zürich \"1\"\t\\ 🐬" && module.datastore == "all")
    let same = try await tc.modules.update(module.id, contents: contents)
    #expect(same.md5 == module.md5)
    try await running.withInstance(tc) { instance in
      _ = try await tc.instances.moduleApply(instance.id, [module.id])
      let told = try await tc.instances.moduleQuery(instance.id, includesContents: true)
      let text = try #require(told.first?["contents"]?.string)
      #expect(text.utf8.count == (contents.count + 2) / 3 * 4)
      #expect(told.first?.name == module.name)
      try await tc.instances.moduleRemove(instance.id, module.id)
    }
    try await module.delete()
  }
}
