/// Which of a service's addresses to take.
public enum EndpointType: String, Sendable, CaseIterable {
  case `public`
  case `internal`
  case admin
}

/// An address in the catalogue of the identity service.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
  /// `database` for Trove.
  public let serviceType: String
  /// Chosen by the cloud's operator, for example `trove`.
  public let serviceName: String?
  public let region: String?
  public let interface: EndpointType
  public let url: String

  public var description: String {
    "\(serviceName ?? serviceType) in \(region ?? "no region") at \(url)"
  }
}

/// What to look for in the catalogue.
struct WantedEndpoint: Sendable {
  let type: String
  let name: String?
  let region: String?
  let interface: EndpointType

  /// The one endpoint that fits.
  func choose(from catalogue: [Endpoint]) throws(TroveError) -> Endpoint {
    let available = catalogue.filter { $0.serviceType == type && $0.interface == interface }
    let found = available.filter {
      (name == nil || $0.serviceName == name) && (region == nil || $0.region == region)
    }
    guard let endpoint = found.first else {
      throw .endpointNotFound(region: region, available: available)
    }
    guard found.count == 1 else { throw .ambiguousEndpoints(found) }
    return endpoint
  }
}
