import AMQP
public import JSON

/// A request about handles, as it is published.
public struct PIDMessage: Sendable, Equatable {
  /// Which of its connector's messages it is, from 1.
  public let number: Int
  /// Its keys are in the Python client's order.
  public let content: JSONObject

  /// Also in the content.
  public var routingKey: String { content["ROUTING_KEY"]?.string ?? "" }

  /// As it is sent: JSON as Python writes it.
  public var body: [UInt8] { Array(PythonJSON.text(.object(content)).utf8) }

  /// The same request with the emergency key, for when it came back.
  var emergency: PIDMessage {
    var content = content
    content["original_routing_key"] = .string(routingKey)
    content["ROUTING_KEY"] = .string(RoutingKey.emergency)
    return PIDMessage(number: number, content: content)
  }

  static let properties: BasicProperties = {
    var properties = BasicProperties()
    properties.contentType = "application/json"
    properties.deliveryMode = 2
    return properties
  }()
}

/// What became of a message.
public enum DeliveryOutcome: Sendable, Equatable {
  /// The broker has confirmed it. With the emergency key when that is what it took.
  case delivered(PIDMessage, withEmergencyKey: Bool)
  case failed(Undelivered)
  /// The connection to a host failed or broke; it goes on as long as hosts are left to try.
  case trouble(HostProblem)
}
