import Testing

@testable import MockBroker

@Suite struct NumberedLineTests {
  private struct Element: Numbered, Equatable {
    let number: UInt64
  }

  @Test(arguments: 0..<20)
  func `a line does what a sorted array does`(_ seed: Int) {
    var random = SystemRandomNumberGenerator()
    var line = NumberedLine<Element>()
    var model: [UInt64] = []
    var taken: [UInt64] = []
    var next: UInt64 = 0
    for _ in 0..<2_000 {
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1:
        next += 1
        line.insert(Element(number: next))
        model.append(next)
      case 2:
        let first = line.popFirst()?.number
        #expect(first == model.first)
        if let first {
          model.removeFirst()
          taken.append(first)
        }
      case 3:
        guard let place = taken.indices.randomElement(using: &random) else { continue }
        let number = taken.remove(at: place)
        line.insert(Element(number: number))
        model.append(number)
        model.sort()
      case 4:
        let number = UInt64.random(in: 0...next, using: &random)
        #expect(line.contains(number) == model.contains(number))
        #expect((line.remove(number) != nil) == model.contains(number))
        model.removeAll { $0 == number }
        taken.removeAll { $0 == number }
      default:
        guard Int.random(in: 0..<20, using: &random) == 0 else { continue }
        let number = UInt64.random(in: 0...next, using: &random)
        #expect(line.removeAll(upTo: number).map(\.number) == model.filter { $0 <= number })
        model.removeAll { $0 <= number }
        taken.removeAll { $0 <= number }
      }
      #expect(line.count == model.count)
    }
    #expect(line.removeAll().map(\.number) == model)
    #expect(line.isEmpty)
  }
}
