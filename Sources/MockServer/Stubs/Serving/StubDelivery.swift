import HTTPMessage

extension HTTPResponse {
  /// Has the answer leave as its stub says.
  mutating func deliver(
    _ fault: StubFault?, _ dribble: (pieces: Int, milliseconds: Int)?, after delay: Int
  ) {
    let manner =
      fault?.manner
      ?? dribble.map { .dribble(pieces: $0.pieces, over: $0.milliseconds) } ?? .whole
    guard delay > 0 || manner != .whole else { return }
    delivery = HTTPDelivery(delay: delay, manner)
  }
}

extension StubFault {
  fileprivate var manner: HTTPDelivery.Manner {
    switch self {
    case .emptyResponse: .closeBeforeHead
    case .malformedChunk: .malformedBody
    case .randomData: .garbage
    case .reset: .reset
    }
  }
}
