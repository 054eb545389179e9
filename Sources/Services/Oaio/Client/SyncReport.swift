/// What a sync came to.
public struct SyncReport: Sendable, Equatable {
  /// Something about an object that could not be done.
  public struct Problem: Sendable, Equatable {
    public let oaioID: String
    public let error: OaioError
  }

  /// Ids of objects whose local version went to the server, in order.
  public internal(set) var uploaded: [String] = []
  /// Ids of objects whose server version came here, in order.
  public internal(set) var downloaded: [String] = []
  /// Local versions that are not on the server, and why: for example one that the user has no right to
  /// upload. They stay, and every sync tries again.
  public internal(set) var pending: [Problem] = []
  /// Server versions that could not be taken over, and why: for example one whose files can't be
  /// fetched. What is here stays as it was.
  public internal(set) var missing: [Problem] = []
  /// Local versions that lost against a newer one of another device: it is here now instead of them.
  public internal(set) var replaced: [OaioObject] = []
  /// What stopped the whole sync, or concerns no one object.
  public internal(set) var errors: [OaioError] = []

  /// Whether all is on both sides now.
  public var isComplete: Bool { pending.isEmpty && missing.isEmpty && errors.isEmpty }

  var allErrors: [OaioError] { errors + (pending + missing).map(\.error) }
}
