import Contracts
import JSON

extension TemplateHelpers {
  /// Times are those of the world's clock, in UTC.
  static let timeHelpers: [String: Helper] = [
    "now": { _, options, renderer throws(TemplateFailure) in
      .text(try text(of: renderer.now, options))
    },
    "date": { arguments, options, renderer throws(TemplateFailure) in
      guard let given = arguments.first else { return .text(try text(of: renderer.now, options)) }
      return .text(try text(of: try moment(given.text), options))
    },
    "parseDate": { arguments, _, _ throws(TemplateFailure) in
      .text(try moment(try first(arguments, "parseDate").text).iso8601 + "Z")
    },
  ]

  private static func moment(_ text: String) throws(TemplateFailure) -> Timestamp {
    guard let moment = MomentOperator.moment(text) else {
      throw TemplateFailure("\"\(text)\" is no date")
    }
    return moment
  }

  private static func text(
    of moment: Timestamp, _ options: Options
  ) throws(TemplateFailure) -> String {
    var moment = moment
    if let offset = options["offset"]?.text {
      let words = offset.split(separator: " ")
      guard words.count == 2, let amount = Int(words[0]),
        let length = MomentOperator.length(amount, String(words[1]))
      else { throw TemplateFailure("offset \"\(offset)\" is none as \"3 days\"") }
      moment.microseconds += length
    }
    if let zone = options["timezone"]?.text, !["UTC", "GMT", "Z"].contains(zone) {
      throw TemplateFailure("timezone \(zone) is not known: UTC is")
    }
    let milliseconds = moment.microseconds / 1_000
    switch options["format"]?.text {
    case nil: return moment.iso8601Seconds + "Z"
    case "epoch": return String(milliseconds)
    case "unix": return String(moment.seconds)
    case .some(let format):
      do throws(MomentPattern.Malformed) {
        return try MomentPattern(format).text(ofMilliseconds: milliseconds)
      } catch {
        throw TemplateFailure("format \"\(format)\": \(error.reason)")
      }
    }
  }
}
