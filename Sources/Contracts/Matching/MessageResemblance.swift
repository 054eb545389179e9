import JSON

extension MessagePattern {
  /// Whether somebody who sent such a message meant this one: it goes where the pattern's goes, or the
  /// greater part of it is as the pattern has it.
  ///
  /// - Parameters:
  ///   - mismatches: how the message differs.
  ///   - addresses: the names of metadata that tell the contract's messages apart.
  public func isMeant(by mismatches: [Mismatch], addresses: Set<String>) -> Bool {
    let isSentElsewhere = mismatches.contains {
      $0.kind == .metadata && addresses.contains($0.path)
    }
    if !addresses.isEmpty, !isSentElsewhere { return true }
    guard case .json(.object(let example)) = contents.content else { return false }
    let inside = mismatches.filter { $0.kind == .body || $0.kind == .bodyType }
    let isOtherAltogether = inside.contains { $0.kind == .bodyType || $0.path == "$" }
    return !isOtherAltogether && inside.count * 2 < example.count
  }
}

extension Exchange {
  /// The message that is sent, when it is one.
  public var sentMessage: MessagePattern? {
    switch self {
    case .http: nil
    case .message(let message): message
    case .messageExchange(let request, _): request
    }
  }
}
