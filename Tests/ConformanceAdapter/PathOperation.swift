import JSON

extension Conformance {
  /// `{"op": "jsonpath", "selector", "document"}` → `{"nodes", "paths"}` or `{"error"}`.
  static func jsonPath(_ question: JSONValue) -> JSONValue {
    guard let selector = question["selector"]?.string, let document = question["document"] else {
      return ["skip": "selector and document are needed"]
    }
    let path: JSONPath
    do {
      path = try JSONPath(selector)
    } catch {
      return ["error": .string(error.description)]
    }
    guard let nodes = try? path.nodes(in: document) else { return ["skip": "given up"] }
    return [
      "nodes": .array(nodes.map(\.value)),
      "paths": .array(nodes.map { .string($0.location.normalizedPath) }),
    ]
  }
}
