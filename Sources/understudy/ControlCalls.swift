import HTTPClient
import HTTPMessage
import JSON
import MockServer

/// Calls to a control port that runs already.
struct ControlCalls {
  let client: HTTPClient
  private let token: String?

  static let options: [CommandSpecification.Option] = [
    .init(
      "--control", "URL",
      "The control port; by default http://127.0.0.1:\(ServeCommand.controlPort)."),
    .init("--ready-file", "FILE", "Take its address from the file that serve wrote."),
    .init("--admin-token", "TOKEN", "The token that serve was started with."),
  ]

  init(_ arguments: Arguments, timeout: Int = 5_000) throws(CommandFailure) {
    let text: String
    if let given = arguments.value("--control") {
      text = given
    } else if let file = arguments.value("--ready-file") {
      text = try ReadyFile(file).control
    } else {
      text = "http://127.0.0.1:\(ServeCommand.controlPort)"
    }
    guard let url = HTTPURL(text) else {
      throw CommandFailure(.badInput, "\"\(text)\" is no http URL, as http://127.0.0.1:8900")
    }
    client = HTTPClient(url, timeout: timeout)
    token = arguments.value("--admin-token")
  }

  /// Makes a call; gives the answer's JSON.
  func call(
    _ method: HTTPMethod, _ target: String, _ body: JSONValue? = nil
  ) throws(CommandFailure) -> JSONValue {
    var fields = HTTPFields()
    if body != nil { fields.append(.contentType, "application/json") }
    if let token { fields.append("Authorization", "Bearer \(token)") }
    let response: HTTPResponse
    do throws(HTTPClientError) {
      response = try client.send(
        method, "/__admin" + target, fields: fields, body: body.map(JSONWriter.compact) ?? [])
    } catch {
      throw CommandFailure(.environment, "\(error); is it running? understudy serve")
    }
    guard response.status.code < 300 else {
      let isInput = [400, 404, 422].contains(response.status.code)
      throw CommandFailure(
        isInput ? .badInput : .environment,
        "\(client.url) says \(response.status.code): \(Self.reason(response))")
    }
    return (try? JSONReader.value(of: response.body)) ?? .null
  }

  private static func reason(_ response: HTTPResponse) -> String {
    let error = (try? JSONReader.value(of: response.body))?["errors"]?[0]
    guard let title = error?["title"]?.string else {
      return String(decoding: response.body, as: UTF8.self)
    }
    // There the detail says what to do.
    guard response.status == .serviceUnavailable, let detail = error?["detail"]?.string else {
      return title
    }
    return "\(title); \(detail)"
  }
}

/// The file that `serve --ready-file` writes.
struct ReadyFile {
  let control: String
  private let services: JSONValue
  private let path: String

  init(_ path: String) throws(CommandFailure) {
    guard let text = FixtureSource.read(path) else {
      throw CommandFailure(
        .environment, "cannot read \(path); serve writes it once everything listens")
    }
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONReader.value(of: text)
    } catch {
      throw CommandFailure(.badInput, "\(path):\(error)")
    }
    guard let control = json["control"]?["url"]?.string, let services = json["services"] else {
      throw CommandFailure(
        .badInput, "\(path) is no ready file: \"services\" and \"control\" are expected")
    }
    self.path = path
    self.control = control
    self.services = services
  }

  func url(of service: String) throws(CommandFailure) -> String {
    guard let url = services[service]?["url"]?.string else {
      throw CommandFailure(.badInput, "\(path) names no service \"\(service)\"")
    }
    return url
  }

  /// Where a listener is. The file names those beside a service's address as its `addresses` say.
  func url(
    of listener: ListenerDescription, of service: ServiceDescription
  ) throws(CommandFailure) -> String {
    let main = try url(of: service.name)
    guard listener.name != service.name else { return main }
    let key = service.addressName(of: listener) ?? listener.name
    guard let url = services[service.name]?[key]?.string else {
      throw CommandFailure(.badInput, "\(path) names no \(key) of the service \"\(service.name)\"")
    }
    return url
  }
}
