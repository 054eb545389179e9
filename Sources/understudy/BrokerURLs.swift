import AMQP

/// The brokers that `--amqp` names: `amqp://user:password@host/vhost[,more hosts]`.
enum BrokerURLs {
  /// A whole URL for each host, in their order. Hosts behind the first one share its user, password
  /// and virtual host, unless they stand in URLs of their own.
  ///
  /// - Throws: ``CommandFailure`` that names the one which is wrong.
  static func read(_ text: String) throws(CommandFailure) -> [String] {
    let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let scheme = pieces.first?.firstRange(of: "://"), let first = pieces.first else {
      throw CommandFailure(
        .badInput, "--amqp takes amqp://USER:PASSWORD@HOST/VHOST[,HOST…], not \"\(text)\"")
    }
    let at = first.lastIndex(of: "@").map(first.index(after:))
    let login = first[..<(at ?? scheme.upperBound)]
    let hosts = [first[login.endIndex...]] + pieces.dropFirst()
    let shared = hosts.filter { !$0.contains("://") }
    let virtualHost = shared.lazy.map { $0.drop { $0 != "/" } }.first { !$0.isEmpty } ?? ""
    var urls: [String] = []
    for host in hosts {
      let url =
        host.contains("://") ? String(host) : "\(login)\(host.prefix { $0 != "/" })\(virtualHost)"
      do throws(ConnectionError) {
        _ = try BrokerAddress(url)
      } catch {
        throw CommandFailure(.badInput, "--amqp: \(error)")
      }
      urls.append(url)
    }
    return urls
  }
}
