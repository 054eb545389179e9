/// The suite itself.
public enum Understudy {
  public static let version = "0.1.0"
}
