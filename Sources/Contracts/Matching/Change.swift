public import HTTPMessage
import JSON

/// One way in which a provider's answer is another than when the contract was written.
public struct Change: Sendable, Equatable {
  public enum Kind: String, Sendable {
    /// A member or header that the contract has and the answer lacks.
    case gone
    /// A member that the answer has and the contract lacks, which verification would let pass.
    case new
    /// A value of another type.
    case type
    /// A value that the contract's rule, or its example where there is none, no longer covers.
    case value
    case status
    case header
    case contentType = "content type"
  }

  public let kind: Kind
  /// The place: a JSON path with `[*]` where elements are compared by one example, a header's name;
  /// empty where there is only one.
  public let path: String
  public let mismatch: Mismatch

  /// What the contract says.
  public var before: String { mismatch.expected }
  /// What came.
  public var after: String { mismatch.actual }
}

extension ResponsePattern {
  /// Each change of `response` against the contract: what verification would object to, and members
  /// that are new. The same change in several elements of a list is told once.
  public func changes(in response: HTTPResponse) -> [Change] {
    let sent = try? JSONReader.value(of: response.body)
    var changes: [Change] = []
    for mismatch in mismatches(with: response, isStrict: true) {
      guard let change = change(mismatch, sent) else { continue }
      if !changes.contains(where: { $0.kind == change.kind && $0.path == change.path }) {
        changes.append(change)
      }
    }
    return changes
  }

  private func change(_ mismatch: Mismatch, _ sent: JSONValue?) -> Change? {
    let isGone = mismatch.actual == Difference.missing
    switch mismatch.kind {
    case .status: return Change(kind: .status, path: "", mismatch: mismatch)
    case .bodyType: return Change(kind: .contentType, path: "", mismatch: mismatch)
    case .header:
      return Change(kind: isGone ? .gone : .header, path: mismatch.path, mismatch: mismatch)
    default: break
    }
    let place = ComparedPlace(mismatch.path, body, matching.body, sent)
    if mismatch.expected == Difference.missing {
      if place.isKnownElsewhere { return nil }
      return Change(kind: .new, path: place.path, mismatch: mismatch)
    }
    let kind: Change.Kind =
      isGone
      ? .gone
      : place.example?.typeName == place.value?.typeName ? .value : .type
    return Change(kind: kind, path: place.path, mismatch: mismatch)
  }
}

/// A place in a JSON body with what the contract and the answer have there.
private struct ComparedPlace {
  /// With a star for each element that is compared with the first of the example.
  private(set) var path: String
  private(set) var example: JSONValue?
  private(set) var value: JSONValue?
  /// Whether the member stands in another element of the example than the one that is compared, or
  /// in an object of which nothing is known: an empty one stands for any.
  private(set) var isKnownElsewhere = false

  init(_ text: String, _ body: BodyPattern, _ rules: RuleTable, _ sent: JSONValue?) {
    path = text
    guard case .json(let root) = body.content, let steps = try? RulePath(parsing: text).steps else {
      return
    }
    (example, value) = (root, sent)
    var examples = [root]
    var here = BodyPath()
    var shown: [RulePath.Step] = []
    for step in steps {
      switch step {
      case .name(let name):
        isKnownElsewhere = examples.contains { $0.object?.isEmpty ?? false || $0[name] != nil }
        examples = examples.compactMap { $0[name] }
        (example, value) = (example?[name], value?[name])
        here = here.appending(name)
        shown.append(step)
      case .index(let index):
        let isByExample =
          rules.best(for: here)?.list.rules.contains { rule in
            if case .equality = rule { false } else { true }
          } ?? false
        examples = examples.flatMap {
          isByExample ? $0.array ?? [] : [$0[index]].compactMap(\.self)
        }
        example = isByExample ? example?[0] : example?[index]
        value = value?[index]
        here = here.appending(index)
        shown.append(isByExample ? .anyIndex : step)
      case .any, .anyIndex: return
      }
    }
    path = RulePath(shown).description
  }
}
