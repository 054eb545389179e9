import HTTPMessage
public import JSON
import MockServer

/// What goes wrong with an answer.
public struct Fault: Sendable {
  let members: JSONObject

  private init(_ members: JSONObject) { self.members = members }

  /// An answer instead of the service's.
  public static func status(
    _ code: Int, headers: [String: String] = [:], body: String? = nil
  ) -> Fault {
    var members: JSONObject = ["status": .number(JSONNumber(code))]
    if !headers.isEmpty {
      members["headers"] = .object(
        JSONObject(
          headers.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }))
    }
    members["body"] = body.map { .string($0) }
    return Fault(members)
  }

  /// The service's answer, kept back.
  public static func delay(_ time: Duration) -> Fault { Fault(["delay": .string(text(time))]) }

  /// The connection is reset; the service is not asked.
  public static let reset = Fault(["fault": "reset"])
  /// The connection ends without an answer; the service is not asked.
  public static let closeBeforeHead = Fault(["fault": "close-before-head"])
  /// The connection ends behind the head of the service's answer.
  public static let closeAfterHead = Fault(["fault": "close-after-head"])
  /// The body's second chunk is none.
  public static let brokenChunk = Fault(["fault": "broken-chunk"])
  /// Bytes that are no HTTP.
  public static let garbage = Fault(["fault": "garbage"])
  /// No answer, ever.
  public static let hang = Fault(["fault": "hang"])

  /// The connection ends behind so many bytes of the answer.
  public static func close(afterBytes count: Int) -> Fault {
    Fault(["fault": ["close-after-bytes": .number(JSONNumber(count))]])
  }

  /// `Content-Length` tells so many bytes more than come, or fewer when negative.
  public static func wrongLength(by surplus: Int) -> Fault {
    Fault(["fault": ["wrong-length": .number(JSONNumber(surplus))]])
  }

  /// So many bytes of the answer at a time.
  public static func drip(bytes: Int, every time: Duration) -> Fault {
    Fault([
      "fault": ["drip": ["bytes": .number(JSONNumber(bytes)), "every": .string(text(time))]]
    ])
  }

  /// In the form of the admin call, for what has no name here.
  public static func form(_ members: JSONObject) -> Fault { Fault(members) }

  /// The same, kept back before.
  public func after(_ time: Duration) -> Fault {
    var members = members
    members["delay"] = .string(Self.text(time))
    return Fault(members)
  }

  /// The same, but the service does what it is asked before; only its answer is lost.
  public var served: Fault {
    var members = members
    members["served"] = true
    return Fault(members)
  }

  private static func text(_ time: Duration) -> String {
    let (seconds, attoseconds) = time.components
    return TimeLength.text(
      microseconds: Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000))
  }
}

extension Understudy {
  /// Lets answers go wrong; gives the fault's id.
  ///
  /// - Parameters:
  ///   - route: `GET /instances/{id}`, `* /jobs`, or `*` for all; what stands before a service's paths
  ///     may be left out.
  ///   - times: nil for always.
  ///   - percentage: of the requests; which ones follows from `seed`.
  /// - Throws: ``UnderstudyError`` when the route or the fault makes no sense.
  @discardableResult
  public func arm(
    _ fault: Fault, on route: String, of service: MockedService? = nil, times: Int? = nil,
    percentage: Double? = nil, seed: Int = 0
  ) throws(UnderstudyError) -> String {
    var form = fault.members
    form["on"] = .string(route)
    form["times"] = times.map { .number(JSONNumber($0)) }
    if let percentage {
      form["percentage"] = JSONNumber("\(percentage)").map { .number($0) }
      form["seed"] = .number(JSONNumber(seed))
    }
    let board = try world(service).faults
    do throws(FixtureError) {
      return try board.arm(form)["id"]?.string ?? ""
    } catch {
      throw UnderstudyError(error.description)
    }
  }

  /// Disarms one; false when it is spent already.
  @discardableResult
  public func disarm(_ id: String) -> Bool {
    running.services.contains { $0.world.faults.remove(id) }
  }
}
