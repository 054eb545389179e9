// Compiled into one module with the parser, by fuzz.sh.

/// A stream means the same however it is cut, and what is kept of a request makes it again.
///
/// The first byte chooses the limits, the next two the place of the cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  guard count >= 3 else { return 0 }
  let stream = Array(UnsafeBufferPointer(start: data + 3, count: count - 3))
  let cut = (Int(data[1]) << 8 | Int(data[2])) % (stream.count + 1)
  var limits = HTTPLimits()
  if data[0] & 1 == 1 {
    limits.target = 16
    limits.fields = 64
    limits.fieldCount = 4
    limits.body = 16
  }
  let whole = events(of: [stream], limits)
  let inTwo = events(of: [Array(stream[..<cut]), Array(stream[cut...])], limits)
  precondition(whole == inTwo, "cut at \(cut):\n\(whole)\n\(inTwo)")
  let inBytes = events(of: stream.map { [$0] }, limits)
  precondition(whole == inBytes, "byte by byte:\n\(whole)\n\(inBytes)")
  return 0
}

private enum Event: Equatable {
  case request(head: [UInt8], body: [UInt8], trailers: HTTPFields)
  case refused(HTTPParseError)
}

/// The requests of a stream up to the first error. Whether `100 Continue` is asked for may depend on
/// the cutting.
private func events(of pieces: [[UInt8]], _ limits: HTTPLimits) -> [Event] {
  var parser = HTTPRequestParser(limits: limits)
  var seen: [Event] = []
  for piece in pieces {
    parser.append(piece)
    reading: while true {
      do {
        switch try parser.next() {
        case .needMore: break reading
        case .continueExpected: continue
        case .request(let request):
          check(request)
          seen.append(
            .request(
              head: Array(request.receivedHead), body: Array(request.body),
              trailers: request.trailers))
        }
      } catch {
        return seen + [.refused(error)]
      }
    }
  }
  return seen
}

private func check(_ request: HTTPRequest) {
  do {
    let again = try HTTPRequest(
      receivedHead: Array(request.receivedHead), body: Array(request.body))
    precondition(again.method == request.method && again.version == request.version)
    precondition(again.target.raw == request.target.raw && again.fields == request.fields)
    let fields = try HTTPFields(wireForm: Array(request.fields.wireForm))
    precondition(fields == request.fields, "the wire form says something else")
  } catch {
    preconditionFailure("a request that was read is refused: \(error)")
  }
  _ = request.keepsAlive
  _ = request.target.queryItems
  _ = PercentCoding.decode(request.target.path)
}
