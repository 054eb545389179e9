// swift-tools-version: 6.2
import PackageDescription

// Somebody else's package: a client of a workqueue, whose tests use Understudy's mocks. In a package of
// one's own the dependency is a URL with a version.
let package = Package(
  name: "ledger",
  products: [.library(name: "Ledger", targets: ["Ledger"])],
  dependencies: [.package(name: "understudy", path: "../..")],
  targets: [
    .target(name: "Ledger"),
    .testTarget(
      name: "LedgerTests",
      dependencies: ["Ledger", .product(name: "UnderstudyTesting", package: "understudy")]),
  ]
)
