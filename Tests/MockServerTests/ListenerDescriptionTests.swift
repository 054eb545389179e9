import EventLoop
import JSON
import MockServer
import Testing

@Suite struct `The listeners of a service` {
  private static let two = #"""
    [{"name": "shop", "port": 5672, "url": "amqp://u:p@${address}/v"}, {"name": "shop-web", "port": 80}]
    """#

  private static func description(
    listeners: String, more: String = ""
  ) throws -> ServiceDescription {
    try fixtures(listeners: listeners, more: more).description
  }

  private static func fixtures(
    listeners: String, collections: String = #"{"items": ["id"]}"#, more: String = ""
  ) throws -> ServiceFixtures {
    try ServiceFixtures(
      "shop",
      from: FixtureSource(
        files: [
          "shop/service.json": Array(
            #"{"name": "shop", \#(more) "collections": \#(collections), "listeners": \#(listeners)}"#
              .utf8),
          "shop/items.json": Array("[]".utf8), "shop/states.json": Array("{}".utf8),
        ], prefix: "fixtures"))
  }

  @Test func `are told by name, scheme, port and address`() throws {
    let shop = try Self.description(
      listeners: Self.two,
      more: #""addresses": {"web_url": "${urls.shop-web}", "both": "${url} ${urls.shop-web}"},"#)
    #expect(shop.listeners.map(\.name) == ["shop", "shop-web"])
    #expect(shop.listeners.map(\.scheme) == ["amqp", "http"])
    #expect(shop.listeners.map(\.isHTTP) == [false, true])
    #expect(shop.port == 5672)
    #expect(shop.listeners.map { $0.url(at: "h:1") } == ["amqp://u:p@h:1/v", "http://h:1"])
    #expect(shop.listeners.map(shop.addressName) == [nil, "web_url"])
    #expect(
      shop.places(urls: ["shop": "amqp://a", "shop-web": "http://b"]) == [
        "url": "amqp://a", "web_url": "http://b", "both": "amqp://a http://b",
      ])
  }

  @Test(arguments: [
    (
      #"[{"name": "other"}]"#,
      "fixtures/shop/service.json:1:66: one of the listeners must have the service's name \"shop\" at /listeners"
    ),
    (
      #"[{"name": "shop", "url": "amqp://${address}"}]"#,
      "fixtures/shop/service.json:1:66: exactly one of the listeners must speak HTTP, for the admin calls at /listeners"
    ),
    (
      #"[{"name": "shop"}, {"name": "web"}]"#,
      "fixtures/shop/service.json:1:66: exactly one of the listeners must speak HTTP, for the admin calls at /listeners"
    ),
    (
      #"[{"name": "shop"}, {"name": "shop", "url": "amqp://${address}"}]"#,
      "fixtures/shop/service.json:1:85: a second listener with the name \"shop\" at /listeners/1"
    ),
    (
      #"[{"name": "shop", "url": "amqp://here"}]"#,
      "fixtures/shop/service.json:1:91: an address has a scheme and ${address}, as http://${address} at /listeners/0/url"
    ),
    (
      #"[{"name": "a shop"}]"#,
      "fixtures/shop/service.json:1:76: a name has letters, digits, - and _ only at /listeners/0/name"
    ),
    (
      #"[{"name": "shop", "prt": 1}]"#,
      "fixtures/shop/service.json:1:84: unknown key \"prt\"; did you mean \"port\"? at /listeners/0/prt"
    ),
  ])
  func `are refused with their place when they are wrong`(list: String, error: String) throws {
    let thrown = try #require(throws: FixtureError.self) {
      try Self.description(listeners: list)
    }
    #expect(thrown.description == error)
  }

  @Test func `speak HTTP only where a folder alone says what is served`() throws {
    let thrown = try #require(throws: FixtureError.self) {
      try Self.fixtures(listeners: Self.two, collections: #"{"items": {}}"#)
    }
    #expect(thrown.description.contains("what a folder alone serves speaks HTTP only"))
  }

  @Test func `can't be had from a service that does not speak them`() throws {
    let fixtures = try Self.fixtures(listeners: Self.two)
    let host = WorldHost(loops: try EventLoopGroup(count: 1))
    let problems = try #require(throws: PortProblems.self) {
      try host.start([try Blueprint(SilentService(fixtures: fixtures))])
    }
    #expect(problems.all.map(\.service) == ["shop"])
    #expect(
      problems.all.map(\.error.description).first?.hasSuffix("the service does not speak amqp")
        == true)
  }

  @Test func `are opened beside HTTP, put back with the world, and stopped with it`() throws {
    let opened = OpenedListeners()
    var service = SilentService(fixtures: try Self.fixtures(listeners: Self.two))
    service.opened = opened
    let host = WorldHost(
      loops: try EventLoopGroup(count: 1),
      messageCheck: { _, message, _ in [message.metadata["n"] ?? .null] })
    let running = try host.start(
      [try Blueprint(service)], upstreams: { $0.isHTTP ? ["never"] : ["a", "b"] },
      port: { $0.name == "shop" ? 7 : 0 })
    #expect(running.group.url(of: "shop") == "amqp://u:p@there/v")
    #expect(running.group.url(of: "shop-web")?.hasPrefix("http://127.0.0.1:") == true)
    let world = try #require(running.services.first?.world)
    let message = ServiceMessage(contents: [], contentType: nil, metadata: ["n": 5])
    let seen = world.receive(message, isTaken: false)
    #expect(seen.reason == nil && seen.mismatches == [5])
    let taken = world.receive(message, isTaken: true)
    #expect(taken.reason == "number 1" && taken.mismatches == [5])
    world.reset()
    #expect(world.receive(message, isTaken: true).reason == "number 1")
    running.stop()
    world.reset()
    #expect(opened.events == [#"shop at 7 for ["a", "b"]"#, "reset", "stopped"])
  }
}
