/// When something must be sent or heard, in milliseconds of a clock that only goes forward.
struct Pulse {
  enum Beat: Equatable {
    case nothing
    /// A heartbeat is due.
    case send
    /// The peer was not heard for as long as this.
    case silent(Duration)
    case late(waitingFor: String, Duration)
  }

  private let begun: Int
  private let handshake: Duration
  private let closing: Duration
  private var lastSent: Int
  private var lastHeard: Int
  private var closeBegun: Int?

  init(now: Int, handshake: Duration, closing: Duration) {
    self.closing = closing
    begun = now
    lastSent = now
    lastHeard = now
    self.handshake = handshake
  }

  mutating func sent(_ now: Int) { lastSent = now }

  mutating func heard(_ now: Int) { lastHeard = now }

  /// How long nothing has to be done; nil for ever.
  func pause(_ now: Int, _ timing: ClientMachine.Timing) -> Int? {
    deadlines(timing).map { max(0, $0 - now) }.min()
  }

  /// What is due.
  mutating func beat(_ now: Int, _ timing: ClientMachine.Timing) -> Beat {
    switch timing.waitingFor {
    case .handshake(let what) where now - begun >= handshake.milliseconds:
      return .late(waitingFor: what, handshake)
    case .close:
      let since = closeBegun ?? now
      closeBegun = since
      if now - since >= closing.milliseconds {
        return .late(waitingFor: "answer to a close", closing)
      }
    default: break
    }
    guard timing.heartbeat > 0 else { return .nothing }
    let interval = timing.heartbeat * 1000
    if now - lastHeard >= 2 * interval { return .silent(.milliseconds(2 * interval)) }
    return now - lastSent >= interval / 2 ? .send : .nothing
  }

  private func deadlines(_ timing: ClientMachine.Timing) -> [Int] {
    var all: [Int] = []
    switch timing.waitingFor {
    case .handshake: all.append(begun + handshake.milliseconds)
    case .close:
      if let closeBegun { all.append(closeBegun + closing.milliseconds) } else { all.append(0) }
    case .nothing: break
    }
    if timing.heartbeat > 0 {
      all += [lastSent + timing.heartbeat * 500, lastHeard + timing.heartbeat * 2000]
    }
    return all
  }
}

extension ClientMachine {
  /// What the clock decides on.
  struct Timing {
    enum Wait: Equatable {
      case nothing
      case handshake(String)
      case close
    }

    let waitingFor: Wait
    /// Seconds; 0 for none.
    let heartbeat: Int
  }

  var timing: Timing {
    switch phase {
    case .start: Timing(waitingFor: .handshake("connection.start"), heartbeat: 0)
    case .tune: Timing(waitingFor: .handshake("connection.tune"), heartbeat: 0)
    case .open:
      Timing(waitingFor: .handshake("connection.open-ok"), heartbeat: Int(limits.heartbeat))
    case .closing: Timing(waitingFor: .close, heartbeat: Int(limits.heartbeat))
    case .ready: Timing(waitingFor: .nothing, heartbeat: Int(limits.heartbeat))
    case .closed: Timing(waitingFor: .nothing, heartbeat: 0)
    }
  }
}
