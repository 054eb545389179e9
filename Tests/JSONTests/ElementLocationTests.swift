import JSON
import Testing

@Suite struct `The places of an array's elements` {
  @Test func `are those that each has alone`() throws {
    let document = try JSONDocument(Array("{\"a\": [1,\n  {\"é\": [2]}, \"x\",\n\n null ]}".utf8))
    let array = JSONPointer().appending("a")
    let places = document.elementLocations(of: array)
    #expect(places.count == 4)
    for (index, place) in places.enumerated() {
      #expect(document.location(of: array.appending(index)) == place)
    }
  }

  @Test(arguments: ["{}", "{\"a\": []}", "{\"a\": {}}", "{\"a\": 1}", "[]"])
  func `are none where there is no element`(text: String) throws {
    let document = try JSONDocument(Array(text.utf8))
    #expect(document.elementLocations(of: JSONPointer().appending("a")).isEmpty)
  }
}
