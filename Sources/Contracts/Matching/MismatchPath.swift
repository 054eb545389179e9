extension Mismatch {
  /// The ``path`` of a member of the JSON object at `parent`, for example `$.a` or `$['a b']`.
  public static func path(_ parent: String, member name: String) -> String {
    parent + BodyPath.text(ofName: name)
  }

  /// The ``path`` of an element of the JSON array at `parent`, for example `$.a[0]`.
  public static func path(_ parent: String, element index: Int) -> String {
    "\(parent)[\(index)]"
  }
}
