/// How an answer leaves, when that is not at once, whole and right. Times are in milliseconds.
///
/// A class, so that an answer without one grows by a pointer only.
public final class HTTPDelivery: Sendable {
  /// How long nothing of the answer leaves; the connection waits, its loop does not.
  public let delay: Int
  public let manner: Manner

  public init(delay: Int = 0, _ manner: Manner = .whole) {
    self.delay = max(0, delay)
    self.manner = manner
  }

  /// What becomes of the answer's bytes.
  public enum Manner: Sendable, Hashable {
    /// All at once, as without a delivery.
    case whole
    /// The head at once, the body in so many pieces, the last one at the end of the time. To HTTP/1.1
    /// each is a chunk.
    case dribble(pieces: Int, over: Int)
    /// So many bytes at a time, head and body alike.
    case drip(bytes: Int, every: Int)
    /// The connection is reset (RST, by a zero linger) without a byte.
    case reset
    /// The connection ends (FIN) without a byte.
    case closeBeforeHead
    /// The connection ends behind the head, whatever it says of the body.
    case closeAfterHead
    /// The connection ends behind so many bytes of the answer, its head counted.
    case closeAfter(bytes: Int)
    /// `Content-Length` tells so many bytes more than come, or fewer when negative; then the
    /// connection ends.
    case wrongLength(by: Int)
    /// Half of the body as a chunk, then what is no chunk, then the end.
    case brokenChunk
    /// The head, then bytes that are no body of that form, then the end.
    case malformedBody
    /// Bytes that are no HTTP, then the end.
    case garbage
    /// Nothing, until the client goes or that time has passed; then the connection ends.
    case hang(limit: Int)
  }
}
