import HTTPMessage
import JSON

extension AdminRequest {
  /// The one world that a call changes.
  func oneWorld() throws(AdminError) -> any ServiceWorld {
    let selected = try selectedWorlds()
    guard selected.count == 1, let world = selected.first else {
      throw AdminError(
        .badRequest, "which service is meant?",
        "add ?service=NAME, of: " + selected.map(\.description.name).joined(separator: ", "))
    }
    return world
  }

  /// The body, with the place of every value in it for messages.
  func node() throws(AdminError) -> FixtureNode {
    do throws(FixtureError) {
      return try FixtureFile(name: "the body", text: Array(http.body)).root
    } catch {
      throw AdminError(error)
    }
  }

  /// Reads the body, or a part of it.
  func read<Value>(
    _ body: (FixtureNode) throws(FixtureError) -> Value
  ) throws(AdminError) -> Value {
    let node = try node()
    do throws(FixtureError) {
      return try body(node)
    } catch {
      throw AdminError(error)
    }
  }

  /// The body as a pattern of requests; every request for none.
  func pattern() throws(AdminError) -> StubRequestPattern {
    if http.body.isEmpty { return StubRequestPattern() }
    return try read { node throws(FixtureError) in try StubRequestPattern(node) }
  }
}

extension AdminError {
  /// What is wrong in a body that describes a stub or a pattern.
  init(_ error: FixtureError) {
    self.init(
      .unprocessable, error.pointer == nil ? "the body is not JSON" : "the body can't be used",
      error.location.map { "line \($0.line), column \($0.column): \(error.message)" }
        ?? error.message, pointer: error.pointer?.description)
  }
}

/// The identifiers that stubs get which bring none.
enum StubIDs {
  private static let source = RandomIdentifiers()

  static func next() -> String { source.uuid() }
}
