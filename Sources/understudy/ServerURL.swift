import HTTPClient

/// Addresses of servers on the command line.
enum ServerURL {
  /// - Throws: ``CommandFailure`` that says what to do instead.
  static func read(_ text: String, option: String) throws(CommandFailure) -> HTTPURL {
    if let url = HTTPURL(text) { return url }
    if text.lowercased().hasPrefix("https://"),
      let url = HTTPURL("http://" + text.dropFirst("https://".count))
    {
      throw CommandFailure(.badInput, withoutTLS(text, url, option))
    }
    throw CommandFailure(.badInput, "\"\(text)\" is no http URL, as http://127.0.0.1:5446")
  }

  private static func withoutTLS(_ text: String, _ url: HTTPURL, _ option: String) -> String {
    // Without a port of its own, the address has that of http.
    let port = url.port == 80 ? 443 : url.port
    let more = option == "--upstream" ? " --host-header \(url.host)" : ""
    return """
      \(text): Understudy speaks no TLS itself. Let another program do it, for example:
        socat TCP-LISTEN:8443,bind=127.0.0.1,reuseaddr,fork OPENSSL:\(url.host):\(port),snihost=\(url.host)
      and then: \(option) http://127.0.0.1:8443\(url.path)\(more)
      """
  }
}

extension Arguments {
  /// The value of `--timeout` in milliseconds.
  func timeout(default usual: Int) throws(CommandFailure) -> Int {
    guard let text = value("--timeout") else { return usual }
    guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
      throw CommandFailure(.badInput, "--timeout takes a number of seconds, not \"\(text)\"")
    }
    return Int(seconds * 1_000)
  }
}
