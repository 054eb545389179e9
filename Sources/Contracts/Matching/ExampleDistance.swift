public import HTTPMessage

extension RequestPattern {
  /// In how many values `request` is another than the example itself, whatever the rules allow: of
  /// several patterns that accept a request, the nearest one is meant.
  public func exampleDistance(from request: HTTPRequest) -> Int {
    withoutRules.mismatches(with: request).count
  }

  private var withoutRules: RequestPattern {
    RequestPattern(
      method: method, path: path, query: query, headers: headers, body: body,
      matching: MessageRules(), generators: generators)
  }

  /// How many header fields it asks for.
  public var fieldCount: Int { headers.count }
}
