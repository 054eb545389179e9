import HTTPMessage
import TestSupport
import Testing

/// Bytes of a stream and what they amount to, in words.
struct Stream: CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let outcome: [String]
  var testDescription: String { name }

  init(_ name: String, _ text: String, _ outcome: [String]) {
    self.init(name, bytes: Array(text.utf8), outcome)
  }

  init(_ name: String, bytes: [UInt8], _ outcome: [String]) {
    self.name = name
    self.bytes = bytes
    self.outcome = outcome
  }
}

/// Wants the outcome of a stream in every cutting of its bytes.
///
/// Whether `100 Continue` is asked for does depend on the cutting, and is left out.
func verify(
  _ stream: Stream, limits: HTTPLimits = HTTPLimits(),
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let surprise = surprise(in: stream.bytes, expecting: stream.outcome) { pieces in
    events(of: pieces, limits: limits).filter { $0 != "continue" }
  }
  #expect(surprise == nil, sourceLocation: sourceLocation)
}

/// The events that come of pieces of a stream, as text, up to the first error.
func events(of pieces: [[UInt8]], limits: HTTPLimits = HTTPLimits()) -> [String] {
  var parser = HTTPRequestParser(limits: limits)
  var seen: [String] = []
  do throws(HTTPParseError) {
    for piece in pieces {
      parser.append(piece)
      reading: while true {
        switch try parser.next() {
        case .needMore: break reading
        case .continueExpected: seen.append("continue")
        case .request(let request): seen.append(words(request))
        }
      }
    }
  } catch {
    seen.append(error.description)
  }
  return seen
}

/// The first request of a text.
func request(_ text: String) throws -> HTTPRequest {
  var parser = HTTPRequestParser()
  parser.append(Array(text.utf8))
  guard case .request(let request) = try parser.next() else {
    throw HTTPParseError(status: HTTPStatus(400), reason: "no complete request")
  }
  return request
}

/// A request as `METHOD TARGET VERSION [Name: value] body [Trailer: value]`.
private func words(_ request: HTTPRequest) -> String {
  func words(_ fields: HTTPFields) -> [String] { fields.map { "[\($0.name): \($0.value)]" } }
  let line = [
    request.method.name, String(decoding: request.target.raw, as: UTF8.self),
    request.version == .http11 ? "1.1" : "1.0",
  ]
  let body = request.body.isEmpty ? [] : [String(decoding: request.body, as: UTF8.self)]
  return (line + words(request.fields) + body + words(request.trailers)).joined(separator: " ")
}
