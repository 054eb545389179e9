import HTTPMessage

/// An answer on its way out, step by step: which bytes leave when, and how it ends. No sockets, no
/// time of its own.
struct Departure {
  /// What comes after the bytes of a step.
  enum Step: Equatable {
    /// The next step, after so many milliseconds.
    case wait(Int)
    /// Nothing more; the connection ends when the peer goes, or after so many milliseconds.
    case hang(Int)
    case end(keepsAlive: Bool)
    case reset
  }

  private enum Pieces {
    case whole
    case every(Int)
    /// Where each ends.
    case at(ArraySlice<Int>)
  }

  private var bytes: [UInt8] = []
  private var sent = 0
  private var pieces = Pieces.whole
  /// Between two pieces, in milliseconds.
  private var pause = 0
  private var ending: Step
  private(set) var isHanging = false

  /// - Parameters:
  ///   - connection: what the answer's head says of the connection if nothing goes wrong.
  ///   - keepsAlive: whether it is to be kept then.
  init(
    of response: HTTPResponse, by delivery: HTTPDelivery, to request: HTTPConnection.Owed,
    dateLine: [UInt8], connection: HTTPWriter.Connection, keepsAlive: Bool
  ) {
    ending = .end(keepsAlive: false)
    let maker = Wire(
      response: response, isHead: request.isHead, dateLine: dateLine, connection: connection)
    switch delivery.manner {
    case .whole:
      bytes = maker.whole
      ending = .end(keepsAlive: keepsAlive)
    case .drip(let count, let time):
      bytes = maker.whole
      pieces = .every(max(1, count))
      pause = max(1, time)
      ending = .end(keepsAlive: keepsAlive)
    case .dribble(let count, let time):
      let (bytes, ends) = maker.pieces(count, chunked: request.version == .http11)
      self.bytes = bytes
      pieces = .at(ends[...])
      // As many pauses as there are pieces behind the head.
      pause = time / max(1, ends.count - 1)
      ending = .end(keepsAlive: keepsAlive)
    case .reset: ending = .reset
    case .closeBeforeHead: break
    case .closeAfterHead: bytes = maker.head(.length(response.body.count))
    case .closeAfter(let count): bytes = Array(maker.whole.prefix(max(0, count)))
    case .wrongLength(let surplus):
      bytes = maker.head(.length(max(0, response.body.count + surplus))) + maker.body
    case .brokenChunk:
      let half = maker.body.prefix((maker.body.count + 1) / 2)
      bytes = maker.head(.chunked)
      if !half.isEmpty { bytes += Wire.chunk(half) }
      bytes += Array("no chunk\r\n".utf8)
    case .malformedBody: bytes = maker.head(.chunked) + Self.nonsense
    case .garbage: bytes = Self.nonsense
    case .hang(let limit):
      ending = .hang(max(1, limit))
      isHanging = true
    }
  }

  /// Adds what leaves now, and tells how it goes on.
  mutating func step(_ output: inout [UInt8]) -> Step {
    let end =
      switch pieces {
      case .whole: bytes.count
      case .every(let count): min(bytes.count, sent + count)
      case .at(let ends): ends.first ?? bytes.count
      }
    if case .at(let ends) = pieces { pieces = .at(ends.dropFirst()) }
    output += bytes[sent..<end]
    sent = end
    if sent < bytes.count { return .wait(pause) }
    // The limit of a hang has passed when a further step comes.
    defer { ending = .end(keepsAlive: false) }
    return ending
  }

  /// Bytes that begin no HTTP message, nor a chunk: the same ones always, so that a run can be
  /// repeated.
  private static let nonsense: [UInt8] = {
    var state: UInt32 = 0x2545_F491
    return (0..<256).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24) | 0x80
    }
  }()
}

/// The bytes that an answer is made of.
private struct Wire {
  let response: HTTPResponse
  let isHead: Bool
  let dateLine: [UInt8]
  let connection: HTTPWriter.Connection

  var whole: [UInt8] { head(.length(response.body.count)) + body }

  var body: [UInt8] { isHead || !response.status.allowsBody ? [] : response.body }

  func head(_ framing: HTTPWriter.Framing) -> [UInt8] {
    var output: [UInt8] = []
    HTTPWriter.writeHead(
      of: response, dateLine: dateLine, isHead: isHead, connection: connection, framing: framing,
      to: &output)
    return output
  }

  /// The head and so many pieces of the body, the last with its end, and where each of all these
  /// ends.
  func pieces(_ count: Int, chunked: Bool) -> (bytes: [UInt8], ends: [Int]) {
    let body = body
    let isChunked = chunked && !body.isEmpty
    var bytes = head(isChunked ? .chunked : .length(response.body.count))
    var ends = [bytes.count]
    let count = min(max(1, count), body.count)
    for number in 0..<count {
      let piece = body[(body.count * number / count)..<(body.count * (number + 1) / count)]
      bytes += isChunked ? Self.chunk(piece) : Array(piece)
      if isChunked, number == count - 1 { bytes += Array("0\r\n\r\n".utf8) }
      ends.append(bytes.count)
    }
    return (bytes, ends)
  }

  static func chunk(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
  }
}
