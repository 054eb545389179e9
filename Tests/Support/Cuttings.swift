/// The ways a stream's bytes may arrive which its reader must not notice: all at once, one by one,
/// and in two pieces cut at every place.
public func cuttings(of bytes: [UInt8]) -> [[[UInt8]]] {
  [[bytes], bytes.map { [$0] }]
    + bytes.indices.dropFirst().map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
}

/// Gives a decoder the bytes in every cutting.
///
/// - Returns: what came out of the first cutting that did not give `expected`, in words; nil when
///   all did.
public func surprise<Output: Equatable>(
  in bytes: [UInt8], expecting expected: Output, decode: (_ pieces: [[UInt8]]) -> Output
) -> String? {
  for pieces in cuttings(of: bytes) {
    let output = decode(pieces)
    if output != expected { return "in pieces of \(pieces.map(\.count)) bytes: \(output)" }
  }
  return nil
}
