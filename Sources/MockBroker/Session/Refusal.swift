import AMQP

/// Why a method is not carried out: it ends the channel, or with a hard error the connection.
struct Refusal: Error {
  let code: ReplyCode
  /// RabbitMQ's words, without the code's name in front.
  let reason: String

  init(_ code: ReplyCode, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  var text: String { "\(code.name) - \(reason)" }

  /// Whether only the channel ends (AMQP 0-9-1, section 1.2: channel exceptions).
  var endsChannelOnly: Bool { Self.channelCodes.contains(code) }

  private static let channelCodes: Set<ReplyCode> = [
    .contentTooLarge, .noRoute, .noConsumers, .accessRefused, .notFound, .resourceLocked,
    .preconditionFailed,
  ]
}
