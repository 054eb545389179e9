extension JSONPath {
  /// One run of a query over one document.
  struct Evaluation {
    let root: JSONValue
    let isLocated: Bool
    private var visits = 0

    init(root: JSONValue, isLocated: Bool) {
      self.root = root
      self.isLocated = isLocated
    }

    /// A value on the way, and how it was reached.
    struct Found {
      let value: JSONValue
      let trail: Trail
    }

    /// A place as a chain of steps, so that a deeper one shares the way with its parent.
    indirect enum Trail {
      case root
      case step(Trail, JSONPointer.Step)

      var pointer: JSONPointer {
        var steps: [JSONPointer.Step] = []
        var trail = self
        while case .step(let parent, let step) = trail {
          steps.append(step)
          trail = parent
        }
        return JSONPointer(steps.reversed())
      }
    }

    mutating func run(
      _ segments: [Segment], from start: Found
    ) throws(JSONPathExhausted) -> [Found] {
      var current = [start]
      for segment in segments {
        var next: [Found] = []
        switch segment {
        case .child(let selectors):
          for node in current { try select(selectors, of: node, into: &next) }
        case .descendant(let selectors):
          for node in current { try descend(selectors, from: node, into: &next) }
        }
        current = next
      }
      return current
    }

    /// Every value below, parents before children, without recursion.
    private mutating func descend(
      _ selectors: [Selector], from node: Found, into found: inout [Found]
    ) throws(JSONPathExhausted) {
      var pending = [node]
      while let next = pending.popLast() {
        try select(selectors, of: next, into: &found)
        var inner: [Found] = []
        try appendChildren(of: next, to: &inner)
        pending.append(contentsOf: inner.reversed())
      }
    }

    private mutating func select(
      _ selectors: [Selector], of node: Found, into found: inout [Found]
    ) throws(JSONPathExhausted) {
      for selector in selectors {
        try visit()
        switch selector {
        case .name(let name):
          if case .object(let members) = node.value, let value = members[name] {
            found.append(child(of: node, value, .member(name)))
          }
        case .index(let index):
          guard case .array(let elements) = node.value else { continue }
          let place = index < 0 ? elements.count + index : index
          if elements.indices.contains(place) {
            found.append(child(of: node, elements[place], .element(place)))
          }
        case .slice(let start, let end, let step):
          guard case .array(let elements) = node.value else { continue }
          for place in Self.places(start, end, step, count: elements.count) {
            try visit()
            found.append(child(of: node, elements[place], .element(place)))
          }
        case .wildcard: try appendChildren(of: node, to: &found)
        case .filter(let logical):
          var children: [Found] = []
          try appendChildren(of: node, to: &children)
          for child in children where try holds(logical, of: child.value) { found.append(child) }
        }
      }
    }

    private mutating func appendChildren(
      of node: Found, to found: inout [Found]
    ) throws(JSONPathExhausted) {
      switch node.value {
      case .array(let elements):
        for (place, value) in elements.enumerated() {
          try visit()
          found.append(child(of: node, value, .element(place)))
        }
      case .object(let members):
        for member in members.members {
          try visit()
          found.append(child(of: node, member.value, .member(member.key)))
        }
      default: return
      }
    }

    private func child(of node: Found, _ value: JSONValue, _ step: JSONPointer.Step) -> Found {
      Found(value: value, trail: isLocated ? .step(node.trail, step) : .root)
    }

    private mutating func visit() throws(JSONPathExhausted) {
      visits += 1
      if visits > JSONPath.maximumVisits { throw JSONPathExhausted() }
    }

    /// RFC 9535, section 2.3.4.2.2.
    static func places(
      _ start: Int?, _ end: Int?, _ step: Int, count: Int
    ) -> StrideTo<Int> {
      func normalized(_ index: Int) -> Int { index >= 0 ? index : count + index }
      if step > 0 {
        let lower = min(max(normalized(start ?? 0), 0), count)
        let upper = min(max(normalized(end ?? count), 0), count)
        return stride(from: lower, to: upper, by: step)
      }
      guard step < 0 else { return stride(from: 0, to: 0, by: 1) }
      let upper = min(max(start.map(normalized) ?? count - 1, -1), count - 1)
      let lower = min(max(end.map(normalized) ?? -1, -1), count - 1)
      return stride(from: upper, to: lower, by: step)
    }
  }
}
