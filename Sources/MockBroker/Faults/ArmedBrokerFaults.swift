import JSON
public import MockServer

/// A broker's faults are armed where those for requests are, with `publish` or `open` in place of a
/// route.
extension FaultBoard: BrokerFaultSource {
  public func take(
    _ event: BrokerFault.Event, where concerns: (BrokerFault) -> Bool
  ) -> BrokerFault? {
    guard isArmed else { return nil }
    let form = take(event: event.rawValue) { form in
      (try? BrokerFault(event: event.rawValue, form)).map(concerns) ?? false
    }
    return form.flatMap { try? BrokerFault(event: event.rawValue, $0) }
  }
}

extension BrokerFault {
  /// What faults can be armed for in a world with a broker.
  public static let faultEvents = Event.allCases.map { event in
    FaultEvent(name: event.rawValue) { form in
      let known = members + ["on", "service", "fault", "times", "percentage", "seed"]
      if let unknown = form.keys.first(where: { !known.contains($0) }) {
        return "unknown key \"\(unknown)\"" + Suggestion.hint(for: unknown, among: known)
      }
      do throws(BrokerFaultError) {
        _ = try BrokerFault(event: event.rawValue, form)
        return nil
      } catch {
        return error.description
      }
    }
  }
}
