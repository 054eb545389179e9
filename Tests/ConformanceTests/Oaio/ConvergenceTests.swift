import JSON
import Testing

@testable import OaioClient

@Suite struct `Devices that do anything in any order` {
  /// Three seeds, or as many as `UNDERSTUDY_SOAK_SEEDS` says.
  static let seeds =
    1...(ServiceUnderTest.variable("UNDERSTUDY_SOAK_SEEDS").flatMap { Int($0) } ?? 3)

  @Test(arguments: seeds)
  func `have the same objects after two syncs`(seed: Int) async throws {
    let run = try ConvergenceRun(seed: UInt64(seed))
    for _ in 0..<1_000 { try await run.step() }
    try await run.settle()
    try await run.compare()
  }
}

/// Three devices of two users, and what chance lets them do.
private final class ConvergenceRun {
  private struct Device {
    let user: String
    let client: OaioClient
    let network: TroubledTransport
  }

  private let bench: OaioBench
  private let devices: [Device]
  private var random: SplitMix
  private var done: [String: Int] = [:]

  init(seed: UInt64) throws {
    bench = try OaioBench()
    random = SplitMix(state: seed)
    devices = try [("alice", "devA", 0), ("alice", "devB", 7), ("bob", "devC", -11)].map {
      [bench] user, device, offset in
      let network = TroubledTransport(bench.transport())
      return Device(
        user: user,
        client: try bench.client(user, device, offset: offset, network: network), network: network)
    }
  }

  func step() async throws {
    let device = devices[number(below: devices.count)]
    let objects = await device.client.clientObjectz.keys.sorted()
    let object = objects.isEmpty ? nil : objects[number(below: objects.count)]
    let values: JSONObject = [
      "k\(number(below: 3))": .number(JSONNumber(number(below: 1_000_000)))
    ]
    switch (number(below: 100), object) {
    case (0..<5, _) where objects.count < 20:
      done["register", default: 0] += 1
      try await device.client.registerObject(values)
    case (5..<50, let object?):
      done["update", default: 0] += 1
      try await device.client.updateObject(object, values)
    case (50..<53, let object?):
      done["delete", default: 0] += 1
      try? await device.client.unregisterObject(object)
    case (53..<65, let object?):
      done["subscribe", default: 0] += 1
      let right = [AccessRight.delete, .update, .read, .none][number(below: 4)]
      _ = try? await device.client.upsertSubscription(object, userName: "bob", accessRight: right)
    case (65..<80, _):
      done["outage", default: 0] += 1
      let troubles: [TroubledTransport.Trouble] = [
        .none, .none, .outage, .lostAnswers("/register/"), .lostAnswers("/upload/"),
        .lostAnswers("/delete/"), .lostAnswers("/subscribe/"), .status(500),
      ]
      device.network.trouble = troubles[number(below: troubles.count)]
    default:
      done["sync", default: 0] += 1
      await device.client.synchronize()
    }
  }

  /// Ends all troubles and lets every device sync twice.
  func settle() async throws {
    for device in devices { device.network.trouble = .none }
    for _ in 0..<2 {
      for device in devices { await device.client.synchronize() }
    }
  }

  func compare() async throws {
    #expect(done.count == 6, "not all was done: \(done)")
    var compared = 0
    for device in devices {
      let local = await device.client.clientObjectz
      let report = await device.client.lastReport
      let pending = Dictionary(uniqueKeysWithValues: report.pending.map { ($0.oaioID, $0.error) })
      let server = try await bench.listed(device.user)
      #expect(report.errors == [] && report.missing == [])
      // What waits is reported, and only what the user has no right to, or what is gone, waits.
      #expect(Set(pending.keys) == Set(local.values.filter(\.isPending).map(\.oaioID)))
      for (id, error) in pending {
        let right = server[id]?.accessRight
        #expect(error.status == (right == nil ? error.status : 403), "\(error)")
        #expect(right == nil || right == .read, "\(error)")
      }
      for (id, object) in server where pending[id] == nil {
        compared += 1
        #expect(local[id]?.clientValues == object.clientValues, "\(device.user): \(id)")
        #expect(local[id]?.clientStamp == object.clientStamp, "\(device.user): \(id)")
        #expect(local[id]?.accessRight == object.accessRight, "\(device.user): \(id)")
      }
    }
    #expect(compared > 10, "too little is left to compare: \(compared)")
  }

  private func number(below bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
}

/// The same numbers for the same seed, everywhere.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
