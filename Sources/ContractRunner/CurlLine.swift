public import HTTPClient
public import HTTPMessage

/// A command line that repeats a request.
public enum CurlLine {
  public static func text(_ request: HTTPRequest, to url: HTTPURL) -> String {
    let target = request.target.pathAndQuery
    var words = ["curl", request.method == .head ? "-I" : "-i"]
    // Brackets and braces are ranges and lists to curl.
    if target.contains(where: { "[]{}".contains($0) }) { words.append("-g") }
    // With a body, curl would make a POST of a GET.
    if request.method != .head, request.method != .get || !request.body.isEmpty {
      words += ["-X", request.method.name]
    }
    for (name, value) in request.fields where name != .host && name != .connection {
      // A line without a value ends in a semicolon; a colon would take the line away.
      words += ["-H", quoted(value.isEmpty ? "\(name);" : "\(name): \(value)")]
    }
    if !request.body.isEmpty {
      words += ["--data-raw", quoted(String(decoding: request.body, as: UTF8.self))]
    }
    words.append(quoted("http://\(url.authority)\(target)"))
    return words.joined(separator: " ")
  }

  /// In single quotes. By scalars: a quotation mark ends the word even before a combining mark.
  private static func quoted(_ text: String) -> String {
    var word = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { word += "'\\''" } else { word.unicodeScalars.append(scalar) }
    }
    return word + "'"
  }
}
