import HTTPMessage
import JSON
import MockServer

/// What a service is asked to find out which of its fixtures' values show, as a file holds it:
///
///     { "words": { "1s": "2s" }, "stories": [ { "of": ["service", "flavors"], "profiles": […],
///       "states": […], "base": …, "headers": {…}, "steps": […], "views": ["/flavors"] } ],
///       "apart": ["parameters"],
///       "hidden": { "service.json": { "/settings/x": "the reason" } } }
///
/// `words` are other words for texts that nothing else can stand for. `of` names the files whose
/// values a story tells of: without it, the provider states that it is told in, one after another.
/// `steps` are those of a ``CaseFile`` without answers, or all that a folder of them has, as
/// `cases`; one may be told several `times`; `views` are what is read afterwards. `apart` are collections of
/// which a few records at a time are enough, and none where no story tells of them or `needs` them: to
/// read all takes most of the time. `hidden` are values that no answer shows, with the reason.
public struct ProbeFile: Sendable {
  let words: [String: String]
  let stories: [Story]
  let hidden: [String: JSONObject]
  let apart: [String]

  /// Requests, told to a world from its seed records on.
  struct Story: Sendable {
    /// Files without their ending; of an object's members one, as `service/settings`.
    let files: [String]
    /// Collections that the story needs beside.
    let needs: [String]
    /// Nil for the usual one.
    let profile: String?
    let state: String?
    let steps: [CaseStep]
  }

  /// - Parameter path: below the checkout.
  public init(_ path: String) {
    let file = (try? JSONReader.value(of: Repository.bytes(path))) ?? .null
    words = Self.members(file["words"]).compactMapValues(\.string)
    stories = (file["stories"]?.array ?? []).flatMap { story in
      let states = Self.names(story["states"])
      let steps = Self.steps(story)
      return (Self.names(story["profiles"]) ?? [nil]).flatMap { profile in
        (states ?? [nil]).map { state in
          Story(
            files: Self.names(story["of"])?.compactMap(\.self) ?? ["states"],
            needs: Self.names(story["needs"])?.compactMap(\.self) ?? [],
            profile: profile, state: state, steps: steps)
        }
      }
    }
    apart = Self.names(file["apart"])?.compactMap(\.self) ?? []
    hidden = Self.members(file["hidden"]).compactMapValues(\.object)
  }

  private static func members(_ value: JSONValue?) -> [String: JSONValue] {
    Dictionary(
      (value?.object?.members ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
  }

  private static func names(_ value: JSONValue?) -> [String?]? { value?.array?.map(\.string) }

  private static func steps(_ story: JSONValue) -> [CaseStep] {
    let base = story["base"]?.string ?? ""
    let headers = story["headers"]?.object ?? JSONObject()
    let cases = story["cases"]?.string.map { CaseFile.all(in: $0).flatMap(\.steps) } ?? []
    let views = Self.names(story["views"])?.compactMap(\.self) ?? []
    let reads = views.map { view -> JSONValue in
      ["request": ["method": "GET", "path": .string(view)]]
    }
    return cases
      + ((story["steps"]?.array ?? []) + reads).flatMap { step in
        [CaseStep](
          repeating: CaseStep(step, base: base, headers: headers),
          count: step["times"]?.int ?? 1)
      }
  }
}
