import Foundation
import Glibc

/// Keeps libcurl from sending requests for this machine to a proxy.
enum LoopbackProxyExemption {
  static func apply() { _ = applied }

  private static let applied: Void = {
    let environment = ProcessInfo.processInfo.environment
    if let value = noProxy(for: environment) { setenv("no_proxy", value, 1) }
  }()

  private static let hosts = ["127.0.0.0/8", "localhost", "::1"]

  /// What `no_proxy` should say; nil when nothing needs to change.
  static func noProxy(for environment: [String: String]) -> String? {
    let proxies = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    guard proxies.contains(where: { environment[$0]?.isEmpty == false }) else { return nil }
    // libcurl looks at the lower-case name first.
    let current = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    let exempt = current.split { $0 == "," || $0 == " " }.map(String.init)
    if exempt.contains("*") { return nil }
    let missing = hosts.filter { !exempt.contains($0) }
    return missing.isEmpty ? nil : (exempt + missing).joined(separator: ",")
  }
}
