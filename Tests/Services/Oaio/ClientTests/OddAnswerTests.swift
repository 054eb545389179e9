import JSON
import Testing

@testable import OaioClient

@Suite struct `An odd answer of oaio` {
  @Test(arguments: RuleCase.all("odd-answers"))
  func `is taken for what it is, and changes nothing else`(odd: RuleCase) async throws {
    let exchange = Exchange([
      "name": odd.value["name"] ?? .null,
      "request": [
        "method": "GET", "path": odd.value["path"] ?? .null,
        "headers": [
          ["X-OAIO-user", "b'alice'"], ["X-OAIO-dvc", "b'devA'"], ["X-OAIO-app", "b'tstapp'"],
        ],
      ],
      "response": ["status": odd.value["status"] ?? .null, "body": odd.value["body"] ?? .null],
    ])
    let folder = try TestFolder()
    let client = try exchange.client(RecordedServer(exchange), folder)
    await client.synchronize()
    let isFine = await client.synchronize()
    let ids = (odd.value["objects"]?.array ?? []).compactMap(\.string)
    #expect(await client.clientObjectz.keys.sorted() == ids)
    #expect(try Disk().names(in: folder.path + "/objz") == ids)
    let message = await client.errorMessage
    if let error = odd.value["error"]?.string {
      #expect(!isFine)
      #expect(message.hasPrefix(error), "\(message)")
      #expect(try await client.lastSyncStamp == .oldest)
    } else {
      #expect(isFine && message == "")
    }
  }

  @Test(arguments: ["", "null", "{}", #"{"oaio_id": "another"}"#])
  func `to a registration leaves the object pending`(body: String) async throws {
    let recorded = try #require(Exchange.all.first { $0.name == "register_ok" })
    let exchange = Exchange([
      "name": "odd",
      "request": [
        "method": "POST", "path": .string(recorded.path),
        "headers": [
          ["X-OAIO-user", "b'alice'"], ["X-OAIO-dvc", "b'devA'"], ["X-OAIO-app", "b'tstapp'"],
        ],
      ],
      "response": ["status": 200, "body": .string(body)],
    ])
    let folder = try TestFolder()
    let client = try exchange.client(RecordedServer(exchange), folder)
    let made = try #require(try await client.registerObject(["n": 1]))
    #expect(made.isPending)
    #expect(await client.errorMessage.contains("the answer can't be read"))
    #expect(await client.pendingObjectz == [made])
  }
}
