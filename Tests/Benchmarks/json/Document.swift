import Foundation

/// A text that is read and written a number of times in a round.
struct Document {
  let name: String
  let text: [UInt8]
  let times: Int

  static let small = Array(#"{"id":12345,"status":"RUNNING","tags":["a","b"],"x":0.1255}"#.utf8)

  /// An array of records such as a listing gives.
  static func records(_ count: Int) -> [UInt8] {
    let records = (0..<count).map { place in
      """
      {"id":\(place),"name":"job \(place) of \(count)","owner":"user\(place % 17)@example.org",\
      "progress":\(place % 100).\(place % 10)5,"done":\(place.isMultiple(of: 3)),"parent":null,\
      "path":"\\/data\\/run\\"\(place)\\"\\n","tags":["red","grün","b\(place % 7)"],\
      "size":{"bytes":\(place * 7_919),"files":\(place % 50)}}
      """
    }
    return Array("[\(records.joined(separator: ","))]".utf8)
  }

  func time(_ action: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    for _ in 0..<times { try action() }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  func read() throws { use(try JSONReader.value(of: text)) }

  func readWithFoundation() throws {
    use(try JSONSerialization.jsonObject(with: Data(text)))
  }

  func writer() throws -> () throws -> Void {
    let value = try JSONReader.value(of: text)
    return { use(JSONWriter.compact(value)) }
  }

  func writerWithFoundation() throws -> () throws -> Void {
    let object = try JSONSerialization.jsonObject(with: Data(text))
    return { use(try JSONSerialization.data(withJSONObject: object)) }
  }
}

/// Keeps the optimizer from leaving out what nobody looks at.
@inline(never)
func use<Value>(_ value: Value) {}
