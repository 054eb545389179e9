import JSON
import MockBroker
import MockServer
import MockSupport
import Testing

@Suite struct DesignTests {
  struct Wrong: Sendable, CustomTestStringConvertible {
    let text: String
    let instead: String
    let message: String
    var testDescription: String { message }

    init(_ text: String, _ instead: String, _ message: String) {
      self.text = text
      self.instead = instead
      self.message = message
    }
  }

  @Test(arguments: [
    Wrong("\"heartbeat\"", "\"heartbaet\"", "did you mean \"heartbeat\"?"),
    Wrong("\"frame_max\":131072", "\"frame_max\":4095", "4095 is not between 4096 and"),
    Wrong("\"type\":\"topic\"", "\"type\":\"headers\"", "\"headers\" is not known here"),
    Wrong("\"queue\":\"kept\"", "\"queue\":\"kep\"", "there is no queue \"kep\"; did you mean"),
    Wrong("\"vhosts\":[\"esgf-pid\"]", "\"vhosts\":[\"x\"]", "there is no vhost \"x\""),
    Wrong("\"^main$\"", "\"(main\"", "\"(main\" is no regular expression"),
    Wrong("\"x-max-length\":1", "\"x-max-length\":-1", "invalid arg 'x-max-length' for queue"),
    Wrong("\"x-max-length\":1", "\"x-message-ttl\":1", "argument 'x-message-ttl' for queue"),
    Wrong("\"drained\":true", "\"drained\":1", "expected true or false, found number"),
  ])
  func `a design with a mistake is refused where the mistake is`(_ wrong: Wrong) throws {
    let text = Repository.bytes("Tests/MockBrokerTests/design.json")
    let design = JSONWriter.compact(try JSONReader.value(of: text)["broker"] ?? .null)
    let changed = String(decoding: design, as: UTF8.self)
      .replacing(wrong.text, with: wrong.instead, maxReplacements: 1)
    #expect(changed.utf8.count != 0 && Array(changed.utf8) != design)
    let file = try FixtureFile(name: "broker.json", text: Array(changed.utf8))
    let error = #expect(throws: FixtureError.self) { try BrokerDesign(file.root) }
    #expect(error?.description.contains(wrong.message) == true, "\(error?.description ?? "")")
    #expect(error?.location != nil)
  }
}
