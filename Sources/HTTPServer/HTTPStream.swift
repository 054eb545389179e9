public import HTTPMessage

/// An answer without an end, for who wants to be kept informed: its bytes are asked for again and
/// again, as long as the peer reads them, and it ends with the connection.
///
/// Bytes are asked for on the connection's loop, and only when all earlier ones have left: a slow
/// reader makes nothing pile up, but is told of later things later. One that takes nothing for
/// ``patience`` is cut.
public struct HTTPStream: Sendable {
  /// A peer that reads nothing may stay so long, in milliseconds.
  public static let patience: Int64 = 30_000

  let response: HTTPResponse
  let pause: Int64
  let next: @Sendable () -> [UInt8]

  /// - Parameters:
  ///   - response: its status and fields; its body is the stream's beginning.
  ///   - pause: how long to wait before `next` is called, and between two calls, in milliseconds.
  ///   - next: gives what is new, which may be nothing. Must not block.
  public init(
    _ response: HTTPResponse, every pause: Int, next: @escaping @Sendable () -> [UInt8]
  ) {
    self.response = response
    self.pause = Int64(max(1, pause))
    self.next = next
  }
}
