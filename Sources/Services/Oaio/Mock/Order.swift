import HTTPMessage
import HTTPServer
import JSON

/// What a signed-in user asks for, read before the state is looked at.
enum Order {
  case logout, currentStamp, stampz
  case register(PostedObject)
  case upload(PostedObject)
  case delete(ExactName)
  case subscribe(SubscriptionOrder)
  case userSubz(ExactName)
  case storageArguments(ExactName)
  case wipeUser(ExactName)

  init(
    _ kind: OaioRoute.OrderKind, _ path: PathParameters, _ body: ArraySlice<UInt8>,
    _ settings: OaioSettings
  ) throws(OaioRefusal) {
    switch kind {
    case .logout: self = .logout
    case .currentStamp: self = .currentStamp
    case .stampz: self = .stampz
    case .register:
      self = .register(try PostedObject(OaioRefusal.object(of: body), settings.rights))
    case .upload:
      self = .upload(try PostedObject(OaioRefusal.object(of: body), settings.rights))
    case .delete: self = .delete(try Self.id(in: OaioRefusal.object(of: body)))
    case .subscribe:
      self = .subscribe(try SubscriptionOrder(OaioRefusal.object(of: body), settings))
    case .userSubz: self = .userSubz(ExactName(path.text(0)))
    case .storageArguments: self = .storageArguments(ExactName(path.text(0)))
    case .wipeUser:
      let body = try OaioRefusal.object(of: body)
      self = .wipeUser(ExactName(try body.text("Uid", { !$0.isEmpty }, "a user's name")))
    }
  }

  static func id(in body: JSONObject) throws(OaioRefusal) -> ExactName {
    ExactName(try body.text("oaio_id", Decisions.isObjectID, "a text that is not empty"))
  }
}

/// A change of one user's right to one object.
struct SubscriptionOrder {
  let id: ExactName
  let user: ExactName
  let right: AccessRight

  init(_ body: JSONObject, _ settings: OaioSettings) throws(OaioRefusal) {
    id = try Order.id(in: body)
    let name = body["username"]?.string
    guard let name, Decisions.isUserName(name, longest: settings.longestUserName),
      let right = body["access_right"]?.string.flatMap({ settings.rights[$0] })
    else {
      let found =
        "username \(body["username"] ?? .null), access_right \(body["access_right"] ?? .null)"
      throw OaioRefusal(.badSubscription, reason: "no user's name or no right: \(found)")
    }
    user = ExactName(name)
    self.right = right
  }
}
