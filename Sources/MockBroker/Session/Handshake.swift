import AMQP

/// Channel 0: the way to an open connection, and its end.
extension Session {
  func begin(_ header: [UInt8]) {
    guard phase == .awaitingHeader, header == ProtocolHeader.bytes else {
      if phase == .awaitingHeader { outbox.append(header: ProtocolHeader.bytes) }
      return finish(.afterOutput)
    }
    phase = .starting
    let design = broker.design
    send(
      .connectionStart(
        Connection.Start(
          versionMajor: 0, versionMinor: 9, serverProperties: design.serverProperties,
          mechanisms: design.mechanisms.joined(separator: " "),
          locales: design.locales.joined(separator: " "))))
  }

  func serve(_ method: Method) throws(Refusal) {
    switch (phase, method) {
    case (_, .connectionClose):
      writeConfirms()
      send(.connectionCloseOk(Connection.CloseOk()))
      finish(.afterOutput)
    case (.starting, .connectionStartOk(let answer)): try logIn(answer)
    case (.tuning, .connectionTuneOk(let limits)): try tune(limits)
    case (.opening, .connectionOpen(let open)): try self.open(open)
    default: throw Refusal(.channelError, "unexpected method in connection state \(phase)")
    }
  }

  private func logIn(_ answer: Connection.StartOk) throws(Refusal) {
    clientProperties = answer.clientProperties
    guard broker.design.mechanisms.contains(answer.mechanism),
      let mechanism = LoginMechanism(rawValue: answer.mechanism)
    else {
      throw Refusal(
        .commandInvalid, "unknown authentication mechanism '\(answer.mechanism)'")
    }
    guard let credentials = mechanism.credentials(in: answer.response) else {
      throw Refusal(.syntaxError, "response to \(answer.mechanism) invalid")
    }
    let user = broker.design.users.first { $0.name == credentials.user }
    guard let user, user.password == credentials.password else {
      // Clients that can't be told are only cut off.
      guard has(capability: "authentication_failure_close") else { return finish(.afterOutput) }
      return end(
        Refusal(
          .accessRefused,
          "Login was refused using authentication mechanism \(answer.mechanism). "
            + "For details see the broker logfile."), nil)
    }
    self.user = user
    phase = .tuning
    let design = broker.design
    send(
      .connectionTune(
        Connection.Tune(
          channelMax: design.channelMax, frameMax: design.frameMax, heartbeat: design.heartbeat)))
  }

  private static let smallestFrame = 4_096

  private func tune(_ limits: Connection.TuneOk) throws(Refusal) {
    let design = broker.design
    guard Self.fits(Int(limits.frameMax), Self.smallestFrame, Int(design.frameMax)),
      Self.fits(Int(limits.channelMax), 1, Int(design.channelMax))
    else { throw Refusal(.notAllowed, "negotiated limits are out of bounds") }
    frameMax = Int(limits.frameMax)
    channelMax = Int(limits.channelMax)
    heartbeat = Int(limits.heartbeat)
    phase = .opening
  }

  /// Whether a limit is within bounds; 0 stands for no limit.
  private static func fits(_ value: Int, _ least: Int, _ most: Int) -> Bool {
    value == 0 ? most == 0 : value >= least && (most == 0 || value <= most)
  }

  private func open(_ open: Connection.Open) throws(Refusal) {
    let name = open.virtualHost
    guard let host = broker.hosts[name] else {
      throw Refusal(.notAllowed, "vhost \(name) not found")
    }
    guard let user, user.virtualHosts.contains(name) else {
      throw Refusal(
        .notAllowed, "access to vhost '\(name)' refused for user '\(user?.name ?? "")'")
    }
    if broker.fault(.open, nil, for: self) { return }
    self.host = host
    phase = .running
    send(.connectionOpenOk(Connection.OpenOk()))
  }
}

/// The ways of logging in that are understood.
enum LoginMechanism: String {
  case plain = "PLAIN"
  case amqPlain = "AMQPLAIN"

  func credentials(in response: [UInt8]) -> (user: String, password: String)? {
    switch self {
    case .plain:
      // Authorization identity, user and password (RFC 4616).
      let parts = response.split(separator: 0, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return nil }
      return (String(decoding: parts[1], as: UTF8.self), String(decoding: parts[2], as: UTF8.self))
    case .amqPlain:
      guard let fields = try? FieldTable(entries: response), let user = fields["LOGIN"]?.text,
        let password = fields["PASSWORD"]?.text
      else { return nil }
      return (user, password)
    }
  }
}
