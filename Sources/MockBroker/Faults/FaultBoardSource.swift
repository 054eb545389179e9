import JSON
public import MockServer

extension BrokerFault {
  /// What faults can be armed for at a broker, for a world's board.
  public static var events: [FaultEvent] {
    Event.allCases.map { event in
      FaultEvent(name: event.rawValue) { form in problem(with: form, for: event.rawValue) }
    }
  }

  /// Members of every fault, which the board reads.
  private static let boardMembers = ["on", "service", "fault", "times", "percentage", "seed"]

  private static func problem(with form: JSONObject, for event: String) -> String? {
    let known = boardMembers + members
    if let stranger = form.keys.first(where: { !known.contains($0) }) {
      return "a fault has no member \"\(stranger)\"" + Suggestion.hint(for: stranger, among: known)
    }
    do throws(BrokerFaultError) {
      _ = try BrokerFault(event: event, form)
      return nil
    } catch {
      return error.description
    }
  }
}

extension FaultBoard: BrokerFaultSource {
  public func take(
    _ event: BrokerFault.Event, where concerns: (BrokerFault) -> Bool
  ) -> BrokerFault? {
    let form = take(event: event.rawValue) { form in
      (try? BrokerFault(event: event.rawValue, form)).map(concerns) ?? false
    }
    return form.flatMap { try? BrokerFault(event: event.rawValue, $0) }
  }
}
