import HTTPMessage

extension HTTPResponse {
  /// Has the answer leave as its stub says.
  mutating func deliver(
    _ fault: StubFault?, _ dribble: (pieces: Int, milliseconds: Int)?, after delay: Int
  ) {
  }
}
