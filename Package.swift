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

let package = Package(
  name: "understudy",
  products: [.executable(name: "understudy", targets: ["understudy"])],
  targets: [
    .target(name: "CLinux"),
    .target(name: "CBundle"),
    room("JSON"),
    room("HTTPMessage"),
    room("EventLoop", ["CLinux"]),
    room("HTTPServer", ["HTTPMessage", "EventLoop"]),
    room("HTTPClient", ["HTTPMessage"]),
    room("MockServer", ["JSON", "HTTPMessage", "EventLoop", "HTTPServer"]),
    room(
      "WorkqueueMock", path: "Sources/Services/Workqueue/Mock",
      ["JSON", "HTTPMessage", "HTTPServer", "MockServer"]),
    .executableTarget(
      name: "understudy",
      dependencies: [
        "CBundle", "JSON", "HTTPMessage", "EventLoop", "HTTPServer", "HTTPClient", "MockServer",
        "WorkqueueMock",
      ],
      swiftSettings: settings),

    .target(
      name: "MockSupport", dependencies: ["JSON", "HTTPMessage", "MockServer"],
      path: "Tests/MockSupport", swiftSettings: settings),
    .testTarget(
      name: "WorkqueueMockTests",
      dependencies: ["JSON", "HTTPMessage", "MockServer", "MockSupport", "WorkqueueMock"],
      path: "Tests/Services/Workqueue/MockTests", exclude: ["Cases"], swiftSettings: settings),
    .testTarget(
      name: "HTTPClientTests",
      dependencies: ["HTTPMessage", "EventLoop", "HTTPServer", "HTTPClient"],
      swiftSettings: settings),
    .testTarget(
      name: "MockServerTests",
      dependencies: [
        "JSON", "HTTPMessage", "EventLoop", "MockServer", "MockSupport", "WorkqueueMock",
      ],
      swiftSettings: settings),
  ]
)
