import AMQP
import JSON
import MockSupport
import Testing

struct AddressCase: Sendable, CustomTestStringConvertible {
  let value: JSONValue

  var testDescription: String { value["url"]?.string ?? "" }

  static let all: [AddressCase] =
    ((try? JSONReader.value(of: Repository.bytes("Tests/AMQPClientTests/Cases/addresses.json")))?
    .array ?? []).map(AddressCase.init)
}

@Suite struct `The address of a broker` {
  @Test(arguments: AddressCase.all)
  func `is read as RabbitMQ's clients read it`(one: AddressCase) throws {
    let url = try #require(one.value["url"]?.string)
    let address: BrokerAddress
    do {
      address = try BrokerAddress(url)
    } catch {
      #expect("\(error)" == one.value["error"]?.string)
      return
    }
    let wanted = BrokerAddress(
      host: one.value["host"]?.string ?? "", port: one.value["port"]?.int ?? 0,
      user: one.value["user"]?.string ?? "", password: one.value["password"]?.string ?? "",
      virtualHost: one.value["vhost"]?.string ?? "")
    #expect(address == wanted)
    #expect(!"\(address)".contains("password"))
  }
}
