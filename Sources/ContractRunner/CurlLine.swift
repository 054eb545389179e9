public import HTTPClient
public import HTTPMessage

/// A command line that repeats a request.
public enum CurlLine {
  public static func text(_ request: HTTPRequest, to url: HTTPURL) -> String {
    var words = ["curl", "-i"]
    if request.method != .get { words += ["-X", request.method.name] }
    for (name, value) in request.fields where name != .host && name != .connection {
      words += ["-H", quoted("\(name): \(value)")]
    }
    if !request.body.isEmpty {
      words += ["--data-binary", quoted(String(decoding: request.body, as: UTF8.self))]
    }
    words.append(quoted("http://\(url.authority)\(request.target.pathAndQuery)"))
    return words.joined(separator: " ")
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
