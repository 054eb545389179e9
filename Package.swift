// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target of the tower; see the README for what each floor may know.
func room(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

/// The specification of a room, in tests.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "understudy",
  products: [
    .executable(name: "understudy", targets: ["understudy"]),
    .library(name: "WorkqueueClient", targets: ["WorkqueueClient"]),
    .library(name: "TroveClient", targets: ["TroveClient"]),
    .library(name: "ProvenaClient", targets: ["ProvenaClient"]),
    .library(name: "OaioClient", targets: ["OaioClient"]),
    .library(name: "UnderstudyTesting", targets: ["UnderstudyTesting"]),
    .library(name: "ESGFPIDClient", targets: ["ESGFPIDClient"]),
  ],
  targets: [
    .target(name: "CLinux"),
    .target(name: "CBundle", exclude: ["bundle.sh", "pages"]),
    room("Threads"),
    room("JSON"),
    room("HTTPMessage"),
    room("Contracts", ["JSON", "HTTPMessage"]),
    room("EventLoop", ["CLinux", "Threads"]),
    room("HTTPServer", ["HTTPMessage", "EventLoop"]),
    room("HTTPClient", ["HTTPMessage", "Threads"]),
    room("AMQP", ["Threads"]),
    room(
      "MockServer",
      ["JSON", "HTTPMessage", "Threads", "EventLoop", "Contracts", "HTTPServer", "HTTPClient"]),
    room("MockBroker", ["JSON", "AMQP", "EventLoop", "MockServer"]),
    room(
      "WorkqueueMock", path: "Sources/Services/Workqueue/Mock",
      ["JSON", "HTTPMessage", "HTTPServer", "MockServer"]),
    room(
      "KeystoneMock", path: "Sources/Services/Keystone/Mock",
      ["JSON", "HTTPMessage", "HTTPServer", "MockServer"]),
    room(
      "TroveMock", path: "Sources/Services/Trove/Mock",
      ["JSON", "HTTPMessage", "HTTPServer", "MockServer"]),
    room(
      "OaioMock", path: "Sources/Services/Oaio/Mock",
      ["JSON", "HTTPMessage", "HTTPServer", "MockServer"]),
    room(
      "ProvenaMock", path: "Sources/Services/Provena/Mock",
      ["JSON", "HTTPMessage", "HTTPServer", "MockServer"]),
    room(
      "ESGFPIDMock", path: "Sources/Services/ESGFPID/Mock",
      ["JSON", "HTTPMessage", "EventLoop", "AMQP", "MockServer", "MockBroker"]),
    room(
      "ServiceCatalogue",
      [
        "CBundle", "MockServer", "WorkqueueMock", "KeystoneMock", "TroveMock", "ProvenaMock",
        "OaioMock", "ESGFPIDMock",
      ]),
    room(
      "UnderstudyTesting",
      ["JSON", "HTTPMessage", "EventLoop", "HTTPServer", "MockServer", "ServiceCatalogue"]),
    room(
      "ContractRunner",
      ["JSON", "HTTPMessage", "EventLoop", "HTTPServer", "HTTPClient", "Contracts"]),
    room("ContractMock", ["JSON", "HTTPMessage", "Contracts", "MockServer"]),
    room("HTTPTransport", ["HTTPMessage"]),
    room("URLSessionTransport", ["HTTPMessage", "HTTPTransport"]),
    room("ServiceAnswers", ["JSON", "HTTPMessage"]),
    room(
      "WorkqueueClient", path: "Sources/Services/Workqueue/Client",
      ["JSON", "HTTPMessage", "HTTPTransport", "ServiceAnswers", "URLSessionTransport"]),
    room(
      "TroveClient", path: "Sources/Services/Trove/Client",
      ["JSON", "HTTPMessage", "HTTPTransport", "ServiceAnswers", "URLSessionTransport"]),
    room(
      "ProvenaClient", path: "Sources/Services/Provena/Client",
      ["JSON", "HTTPMessage", "HTTPTransport", "ServiceAnswers", "URLSessionTransport"]),
    room(
      "OaioClient", path: "Sources/Services/Oaio/Client",
      ["JSON", "HTTPMessage", "HTTPTransport", "ServiceAnswers", "URLSessionTransport"]),
    room("ESGFPIDClient", path: "Sources/Services/ESGFPID/Client", ["JSON", "AMQP"]),
    .executableTarget(
      name: "understudy",
      dependencies: [
        "JSON", "HTTPMessage", "Threads", "EventLoop", "HTTPServer", "HTTPClient", "Contracts",
        "MockServer",
        "CBundle", "ContractMock", "ContractRunner", "ServiceCatalogue", "ESGFPIDMock", "AMQP",
      ],
      swiftSettings: settings),

    room("TestSupport", path: "Tests/Support"),
    room("BrokerSupport", path: "Tests/BrokerSupport", ["AMQP"]),
    .target(
      name: "AMQPSupport", dependencies: ["JSON", "MockSupport"], path: "Tests/AMQPSupport",
      exclude: ["methods.json"], swiftSettings: settings),
    room("MockSupport", path: "Tests/MockSupport", ["JSON", "HTTPMessage", "MockServer"]),
    room(
      "ClientSupport", path: "Tests/ClientSupport",
      [
        "JSON", "HTTPMessage", "Contracts", "HTTPTransport", "URLSessionTransport", "MockServer",
        "MockSupport",
      ]),
    .executableTarget(
      name: "ConformanceAdapter", dependencies: ["JSON", "HTTPMessage", "Contracts"],
      path: "Tests/ConformanceAdapter", swiftSettings: settings),
    .testTarget(
      name: "JSONTests", dependencies: ["JSON", "MockSupport"], exclude: ["Cases"],
      swiftSettings: settings),
    tests("HTTPMessageTests", ["HTTPMessage", "TestSupport"]),
    tests("EventLoopTests", ["EventLoop", "TestSupport"]),
    tests("HTTPServerTests", ["EventLoop", "HTTPMessage", "HTTPServer", "TestSupport"]),
    tests("ContractsTests", ["JSON", "HTTPMessage", "Contracts"]),
    .testTarget(
      name: "ContractRunnerTests",
      dependencies: [
        "JSON", "HTTPMessage", "EventLoop", "HTTPServer", "HTTPClient", "Contracts",
        "ContractRunner", "MockServer", "MockSupport", "TestSupport",
      ],
      exclude: ["Recording/exchanges.json"], swiftSettings: settings),
    .testTarget(
      name: "ContractMockTests",
      dependencies: [
        "JSON", "HTTPMessage", "Contracts", "ContractMock", "MockServer", "MockSupport",
      ],
      exclude: ["Cases", "library.json"], swiftSettings: settings),
    .testTarget(
      name: "WorkqueueMockTests",
      dependencies: ["JSON", "HTTPMessage", "MockServer", "MockSupport", "WorkqueueMock"],
      path: "Tests/Services/Workqueue/MockTests", exclude: ["Cases", "Probe.json"],
      swiftSettings: settings),
    .testTarget(
      name: "KeystoneMockTests",
      dependencies: ["JSON", "HTTPMessage", "MockServer", "MockSupport", "KeystoneMock"],
      path: "Tests/Services/Keystone/MockTests", exclude: ["Probe.json"], swiftSettings: settings),
    .testTarget(
      name: "TroveMockTests",
      dependencies: [
        "JSON", "HTTPMessage", "MockServer", "MockSupport", "KeystoneMock", "TroveMock",
      ],
      path: "Tests/Services/Trove/MockTests", exclude: ["Cases", "Probe.json"],
      swiftSettings: settings),
    .testTarget(
      name: "OaioMockTests",
      dependencies: ["JSON", "HTTPMessage", "MockServer", "MockSupport", "OaioMock"],
      path: "Tests/Services/Oaio/MockTests", exclude: ["Cases", "Probe.json", "Refused.json"],
      swiftSettings: settings),
    .testTarget(
      name: "ProvenaMockTests",
      dependencies: ["JSON", "HTTPMessage", "MockServer", "MockSupport", "ProvenaMock"],
      path: "Tests/Services/Provena/MockTests", exclude: ["Cases", "Probe.json"],
      swiftSettings: settings),
    .testTarget(
      name: "ESGFPIDMockTests",
      dependencies: [
        "JSON", "HTTPMessage", "MockBroker", "MockServer", "MockSupport", "ESGFPIDMock",
      ],
      path: "Tests/Services/ESGFPID/MockTests", exclude: ["Cases", "Probe.json"],
      swiftSettings: settings),
    tests("ThreadsTests", ["Threads"]),
    tests("HTTPClientTests", ["HTTPMessage", "EventLoop", "HTTPServer", "HTTPClient"]),
    .testTarget(
      name: "MockServerTests",
      dependencies: [
        "JSON", "HTTPMessage", "EventLoop", "HTTPServer", "HTTPClient", "MockServer",
        "MockSupport", "WorkqueueMock", "KeystoneMock", "TroveMock", "ProvenaMock",
      ],
      exclude: ["Stubs/Cases"], swiftSettings: settings),
    tests(
      "UnderstudyTestingTests",
      ["JSON", "HTTPMessage", "HTTPClient", "MockServer", "UnderstudyTesting"]),
    tests(
      "URLSessionTransportTests",
      ["HTTPMessage", "EventLoop", "HTTPServer", "HTTPTransport", "URLSessionTransport"]),
    .testTarget(
      name: "AMQPTests",
      dependencies: ["AMQP", "AMQPSupport", "JSON", "MockSupport", "TestSupport"],
      exclude: ["Cases"], swiftSettings: settings),
    .testTarget(
      name: "MockBrokerTests",
      dependencies: [
        "AMQP", "AMQPSupport", "EventLoop", "JSON", "MockBroker", "MockServer", "MockSupport",
        "TestSupport",
      ],
      exclude: ["Cases", "design.json", "topics.json"], swiftSettings: settings),
    .testTarget(
      name: "AMQPClientTests",
      dependencies: ["AMQP", "JSON", "BrokerSupport", "MockSupport", "TestSupport"],
      exclude: ["Cases"], swiftSettings: settings),
    .testTarget(
      name: "WorkqueueClientTests",
      dependencies: [
        "JSON", "HTTPMessage", "HTTPTransport", "MockSupport", "ClientSupport", "WorkqueueClient",
      ],
      path: "Tests/Services/Workqueue/ClientTests", exclude: ["Exchanges"],
      swiftSettings: settings),
    .testTarget(
      name: "TroveClientTests",
      dependencies: [
        "JSON", "HTTPMessage", "HTTPTransport", "MockSupport", "ClientSupport", "TroveClient",
      ],
      path: "Tests/Services/Trove/ClientTests", exclude: ["Exchanges"], swiftSettings: settings),
    .testTarget(
      name: "ProvenaClientTests",
      dependencies: [
        "ClientSupport", "JSON", "HTTPMessage", "HTTPTransport", "MockSupport", "ProvenaClient",
      ],
      path: "Tests/Services/Provena/ClientTests", exclude: ["Cases", "Exchanges"],
      swiftSettings: settings),
    .testTarget(
      name: "OaioClientTests",
      dependencies: [
        "JSON", "HTTPMessage", "HTTPTransport", "MockServer", "MockSupport", "OaioClient",
      ],
      path: "Tests/Services/Oaio/ClientTests", exclude: ["Cases", "Exchanges"],
      swiftSettings: settings),
    .testTarget(
      name: "ESGFPIDClientTests",
      dependencies: ["AMQP", "BrokerSupport", "ESGFPIDClient", "JSON", "MockSupport"],
      path: "Tests/Services/ESGFPID/ClientTests", exclude: ["Cases"], swiftSettings: settings),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "JSON", "HTTPMessage", "EventLoop", "HTTPServer", "HTTPClient", "Contracts", "MockServer",
        "ContractRunner", "MockSupport", "HTTPTransport", "URLSessionTransport", "WorkqueueClient",
        "TroveClient", "ProvenaClient", "OaioClient", "AMQP", "ESGFPIDClient", "understudy",
      ],
      exclude: ["Trove/outputs.json", "Provena/outputs.json", "Provena/seed.json"],
      swiftSettings: settings),
    tests(
      "UnderstudyTests",
      [
        "AMQP", "CBundle", "JSON", "HTTPMessage", "EventLoop", "HTTPServer", "HTTPClient",
        "Contracts", "ContractRunner", "MockServer", "MockSupport", "understudy",
      ]),
  ]
)
