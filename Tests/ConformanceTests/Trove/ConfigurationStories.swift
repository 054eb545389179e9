import JSON
import Testing
import TroveClient

extension `Conformance of Trove` {
  @Test(arguments: RunningTrove.all)
  func `makes, changes and deletes configurations`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    var made = try await tc.configurations.create(
      "c1", values: ["max_connections": 200], description: "desc", datastore: "mysql",
      datastoreVersion: "8.0")
    #expect(made.name == "c1" && made.description == "desc" && made.datastoreName == "mysql")
    #expect(made["values"] == ["max_connections": 200] && made.datastoreVersionName == "8.0")
    let listed = try await tc.configurations.list().first { $0.id == made.id }
    #expect(listed?.name == "c1" && listed?.values == nil)
    #expect(try await made.refresh().instanceCount == 0)

    try await tc.configurations.edit(made.id, values: ["connect_timeout": 17])
    #expect(try await made.refresh().values?["connect_timeout"] == 17)
    #expect(made.values?["max_connections"] == 200)
    try await tc.configurations.update(
      made.id, values: ["connect_timeout": 18], name: "c2", description: "other")
    #expect(try await made.refresh()["values"] == ["connect_timeout": 18])
    #expect(made.name == "c2" && made.description == "other")

    var all: [String] = []
    for try await configuration in tc.configurations.all(pageSize: 1) {
      all.append(configuration.id)
    }
    #expect(all.contains(made.id))
    try await made.delete()
    try await running.waitUntilGone { [made] in _ = try await made.refreshed() }
  }

  @Test(arguments: RunningTrove.all)
  func `attaches a configuration and takes it off`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let configuration = try await tc.configurations.create(
      "c1", values: ["max_connections": 200], datastore: "mysql", datastoreVersion: "8.0")
    try await running.withInstance(tc, "tuned") { instance in
      let id = instance.id
      try await instance.update(configuration: configuration.id)
      let attached = try await instance.refreshed()
      #expect(attached.configuration?.id == configuration.id)
      #expect(attached.configuration?.name == "c1" && attached.status == .active)
      let users = try await tc.configurations.instances(configuration.id)
      #expect(users.map(\.id) == [id] && users.first?.name == "tuned")
      #expect(try await configuration.refreshed().instanceCount == 1)
      var output = Printout("Trove")
      let ids = ["ID": id, "CID": configuration.id]
      await output.printRefusal("attached already", ids: ids) {
        try await instance.update(configuration: configuration.id)
      }
      await output.printRefusal("in use", ids: ids) { try await configuration.delete() }
      try output.expect("attached")
      try await instance.update(removesConfiguration: true)
      #expect(try await instance.refreshed().configuration == nil)
      #expect(try await tc.configurations.instances(configuration.id).isEmpty)
    }
    try await configuration.delete()
  }

  @Test(arguments: RunningTrove.all)
  func `asks for a restart when a configuration needs one`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    let parameters = try await tc.configurationParameters.parameters("mysql", "8.0")
    let parameter = try #require(parameters.first { $0.requiresRestart && $0.type == "integer" })
    let value = try #require(parameter.minimum)
    let configuration = try await tc.configurations.create(
      "slow",
      values: .object(JSONObject([.init(key: parameter.name, value: .number(JSONNumber(value)))])),
      datastore: "mysql", datastoreVersion: "8.0")
    var instance = try await tc.instances.create(
      "restarted", flavorID: "1", volume: Volume(size: 1), datastore: "mysql",
      datastoreVersion: "8.0", configuration: configuration.id)
    instance = try await running.wait(for: instance)
    #expect(instance.configuration?.id == configuration.id)
    try await instance.update(removesConfiguration: true)
    #expect(try await instance.refresh().status == .restartRequired)
    try await instance.restart()
    instance = try await running.wait(for: instance)
    #expect(instance.configuration == nil && instance.operatingStatus == .healthy)
    try await running.remove(instance)
    try await configuration.delete()
  }

  @Test(arguments: RunningTrove.all)
  func `refuses configurations that can't be`(trove: ServiceUnderTest) async throws {
    let running = try RunningTrove(trove)
    let tc = running.client()
    var output = Printout("Trove")
    for (name, values) in [
      ("unknown", ["nope": 1]), ("no number", ["max_connections": "x"]),
      ("too many", ["max_connections": 1_000_000]),
    ] as [(String, JSONValue)] {
      await output.printRefusal(name) {
        _ = try await tc.configurations.create(
          "c", values: values, datastore: "mysql", datastoreVersion: "8.0")
      }
    }
    try output.expect("configurations")
    #expect(try await !tc.configurations.list().contains { $0.name == "c" })
  }
}
