public import HTTPMessage
public import JSON

/// One exchange as somebody recorded it.
public struct RecordedExchange: Sendable {
  /// Where it stands, as `file:line:column`.
  public let place: String
  public let request: HTTPRequest
  public let response: HTTPResponse
}

/// A file of recorded exchanges.
///
/// It holds one exchange, an array of them, one after the other (JSON lines), a HAR 1.2 document, or
/// the frames of an AMQP connection.
/// `Recordings.md` describes the forms. A file that was cut off, because its writer was killed, is
/// read up to the cut.
public struct Recording: Sendable {
  public let name: String
  public let exchanges: [RecordedExchange]
  public let messages: [RecordedSending]
  /// Exchanges that can't be judged, each as `file:line:column: sentence`.
  public let passedOver: [String]
  /// Where the file was cut off; nil when it is whole.
  public let cut: SourceLocation?

  /// Reads a file.
  ///
  /// - Throws: ``RecordingError`` for the first thing that is not as it must be.
  public init(_ text: [UInt8], name: String) throws(RecordingError) {
    let partial: JSONPartialText
    do throws(JSONError) {
      partial = try JSONPartialText(text)
    } catch {
      throw RecordingError(file: name, location: error.location, reason: error.reason)
    }
    var entries: [RecordedEntry] = []
    for value in partial.values { entries += try RecordedEntry.all(in: value, of: name) }
    var exchanges: [RecordedExchange] = []
    var messages: [RecordedSending] = []
    var passedOver: [String] = []
    for entry in entries {
      switch try entry.reading() {
      case .exchange(let exchange): exchanges.append(exchange)
      case .messages(let sendings): messages += sendings
      case .passedOver(let reason): passedOver.append("\(name):\(entry.location): \(reason)")
      }
    }
    self.name = name
    self.exchanges = exchanges
    self.messages = messages
    self.passedOver = passedOver
    cut = partial.cut
  }
}

/// What is wrong with a recording, and where.
public struct RecordingError: Error, Sendable, CustomStringConvertible {
  public let file: String
  public let location: SourceLocation
  /// What was expected and what was found.
  public let reason: String

  public var description: String { "\(file):\(location): \(reason)" }
}
