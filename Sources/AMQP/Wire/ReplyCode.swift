/// Why a channel, a connection or a message is refused (AMQP 0-9-1, section 1.2).
public struct ReplyCode: Sendable, Hashable, CustomStringConvertible {
  public let number: UInt16

  public init(_ number: UInt16) { self.number = number }

  public static let success = ReplyCode(200)
  public static let contentTooLarge = ReplyCode(311)
  public static let noRoute = ReplyCode(312)
  public static let noConsumers = ReplyCode(313)
  public static let connectionForced = ReplyCode(320)
  public static let invalidPath = ReplyCode(402)
  public static let accessRefused = ReplyCode(403)
  public static let notFound = ReplyCode(404)
  public static let resourceLocked = ReplyCode(405)
  public static let preconditionFailed = ReplyCode(406)
  public static let frameError = ReplyCode(501)
  public static let syntaxError = ReplyCode(502)
  public static let commandInvalid = ReplyCode(503)
  public static let channelError = ReplyCode(504)
  public static let unexpectedFrame = ReplyCode(505)
  public static let resourceError = ReplyCode(506)
  public static let notAllowed = ReplyCode(530)
  public static let notImplemented = ReplyCode(540)
  public static let internalError = ReplyCode(541)

  /// The name that stands in front of RabbitMQ's reply texts, for example `NOT_FOUND`.
  public var name: String { Self.names[self] ?? String(number) }

  public var description: String { "\(number) \(name)" }

  private static let names: [ReplyCode: String] = [
    success: "SUCCESS",
    contentTooLarge: "CONTENT_TOO_LARGE",
    noRoute: "NO_ROUTE",
    noConsumers: "NO_CONSUMERS",
    connectionForced: "CONNECTION_FORCED",
    invalidPath: "INVALID_PATH",
    accessRefused: "ACCESS_REFUSED",
    notFound: "NOT_FOUND",
    resourceLocked: "RESOURCE_LOCKED",
    preconditionFailed: "PRECONDITION_FAILED",
    frameError: "FRAME_ERROR",
    syntaxError: "SYNTAX_ERROR",
    commandInvalid: "COMMAND_INVALID",
    channelError: "CHANNEL_ERROR",
    unexpectedFrame: "UNEXPECTED_FRAME",
    resourceError: "RESOURCE_ERROR",
    notAllowed: "NOT_ALLOWED",
    notImplemented: "NOT_IMPLEMENTED",
    internalError: "INTERNAL_ERROR",
  ]
}
