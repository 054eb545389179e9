import HTTPMessage
public import JSON
import MockServer

extension Understudy {
  /// Puts a stub over a service, in WireMock's form, as
  /// `{"request": {"method": "GET", "urlPath": "/a"}, "response": {"status": 418}}`; gives its id.
  ///
  /// - Throws: ``UnderstudyError`` with the reason when it makes no sense.
  @discardableResult
  public func stub(
    _ stub: JSONValue, over service: MockedService? = nil
  ) throws(UnderstudyError) -> String {
    try admin("POST", "/mappings", stub, of: service)["id"]?.string ?? ""
  }

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
