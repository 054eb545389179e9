import HTTPMessage
import HTTPTransport
import JSON
import Synchronization
import Testing

@testable import OaioClient

/// Answers one request as recorded, and what comes before and after it so that the client gets there.
final class RecordedServer: HTTPTransport {
  private let exchange: Exchange
  private let kept = Mutex<[TransportRequest]>([])

  init(_ exchange: Exchange) { self.exchange = exchange }

  var requests: [TransportRequest] { kept.withLock { $0 } }

  /// What the client asked for as the recording has it.
  var recorded: TransportRequest? { requests.first { exchange.isAsked(by: $0) } }

  static let csrf = "0123456789abcdefghijklmnopqrstuv"
  static let session = "sessionsessionsessionsession0001"

  func send(
    _ request: TransportRequest, timeout: Duration
  ) async throws(TransportError) -> HTTPResponse {
    kept.withLock { $0.append(request) }
    if exchange.isAsked(by: request) { return exchange.response }
    let path = String(decoding: HTTPTarget(request.url).path, as: UTF8.self)
    let isGet = request.method == .get
    switch path {
    case "/api/login/":
      var answer = HTTPResponse.json(Array("{}".utf8))
      answer.fields.append("Set-Cookie", "csrftoken=\(Self.csrf); Path=/; SameSite=Lax")
      if !isGet {
        answer.fields.append("Set-Cookie", "sessionid=\(Self.session); HttpOnly; Path=/")
      }
      return answer
    case "/api/current_stamp/":
      return .json(Array(#"{"current_stamp": "\#(exchange.moment)"}"#.utf8))
    case "/api/oaio_stampz/": return .json(Array("[]".utf8))
    case "/token":
      return HTTPResponse(status: .ok, fields: ["X-Koofr-Token": exchange.storageToken])
    case "/api/v2/mounts":
      return .json(Array(#"{"mounts": [{"id": "d1g1-m0unt", "name": "DIGIstorage"}]}"#.utf8))
    case _ where path.hasSuffix("/files/folder"): return HTTPResponse(status: .created)
    case _ where path.hasSuffix("/files/put"): return .json(Array(#"[{"name": "tst.bin"}]"#.utf8))
    default: return HTTPResponse(status: .notFound)
    }
  }
}

extension Exchange {
  /// The time at which a client asks: that of a stamp in the recording, so that clocks agree.
  var moment: OaioStamp {
    let said = answer?["current_stamp"]?.string ?? body?["client_stamp"]?.string
    return said.flatMap { OaioStamp($0) } ?? .oldest.next
  }

  var storageToken: String {
    self["Authorization"]?.split(separator: " ").last.map(String.init) ?? "T"
  }

  /// A client as the one that was recorded.
  func client(_ server: any HTTPTransport, _ folder: TestFolder) throws -> OaioClient {
    var credentials = ["username": context("X-OAIO-user"), "password": "pw"]
    if slug == ["login"], let password = body?["password"]?.string {
      credentials["password"] = password
    }
    let moment = moment.microsecondsSince1970
    return try OaioClient(
      host: "127.0.0.1:8769", credentials: credentials, appID: context("X-OAIO-app"),
      deviceID: context("X-OAIO-dvc"), cshDefaultID: "CshMock", clientRoot: folder.path,
      storages: [:], transport: server, now: { moment })
  }
}
