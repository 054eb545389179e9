/// By which key a message is published (the ESGF PID sheet, section 4). Each connector has its own prefix
/// in them; in the Python client the connector that was made last decides for all.
enum RoutingKey {
  enum Kind: String {
    case datasetOriginal = "publi-ds-orig"
    case datasetReplica = "publi-ds-repli"
    case fileOriginal = "publi-file-orig"
    case fileReplica = "publi-file-repli"
    case unpublishOneVersion = "unpubli-onevers"
    case unpublishAllVersions = "unpubli-allvers"
    case addErrata = "errata-add"
    case removeErrata = "errata-rem"
    case dataCart = "datacart"
    case probe = "preflightcheck"
  }

  static func key(_ kind: Kind, prefix: String) -> String {
    "\(prefix.filter { $0 != "." }).HASH.fresh.\(kind.rawValue)"
  }

  /// What a message gets that no queue was bound for.
  static let emergency = "UNROUTABLE.UNROUTABLE.fresh.UNROUTABLE"
}
