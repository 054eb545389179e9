import HTTPMessage
public import JSON
import MockServer

extension Understudy {
  /// Makes an admin call, as `admin("POST", "/mappings", stub)`, without a socket.
  ///
  /// - Parameter call: what follows `/__admin`.
  /// - Throws: ``UnderstudyError`` with the reason when it is refused.
  @discardableResult
  public func admin(
    _ method: String, _ call: String, _ body: JSONValue? = nil, of service: MockedService? = nil
  ) throws(UnderstudyError) -> JSONValue {
    let api = AdminAPI(worlds: [try world(service)], access: .loopback)
    let response = api.respond(
      to: HTTPRequest(
        method: HTTPMethod(method), target: "/__admin" + call, fields: [.host: "localhost"],
        body: body.map(JSONWriter.compact) ?? []))
    guard response.status.code < 300 else {
      throw UnderstudyError(
        "\(method) \(call): \(response.status.code) \(String(decoding: response.body, as: UTF8.self))"
      )
    }
    return (try? JSONReader.value(of: response.body)) ?? .null
  }
}
