import JSON
import ProvenaClient
import Testing

extension `Conformance of Provena` {
  @Test(arguments: RunningProvena.all)
  func `refuses what makes no sense, and keeps nothing of it`(
    provena: ServiceUnderTest
  ) async throws {
    let running = try RunningProvena(provena)
    let client = running.client()
    let unknown = try RunningProvena.id("unknown")
    let organisation = try RunningProvena.id("organisation")
    let handle = try await running.mint()
    let before = try await running.item(handle)
    let count = try await number(of: client.allDatasets())
    let good = try RunningProvena.description("Good")
    var output = Printout("Provena")
    let ids = ["DATASET": handle]

    await output.printRefusal("fetch unknown") { _ = try await client.fetchDataset(unknown) }
    await output.printRefusal("fetch nothing") { _ = try await client.fetchDataset("") }
    await output.printRefusal("fetch an organisation") {
      _ = try await client.fetchDataset(organisation)
    }
    for (what, change) in Self.mistakes {
      var bad = good
      change(&bad)
      await output.printRefusal("\(what), validated") { try await client.validateMetadata(bad) }
      await output.printRefusal("\(what), minted") { _ = try await client.mintDataset(bad) }
      await output.printRefusal("\(what), updated", ids: ids) {
        try await client.updateMetadata(handle, reason: "x", bad)
      }
    }
    for (what, change) in Self.contradictions {
      var bad = good
      change(&bad)
      let refused = await error { _ = try await client.mintDataset(bad) }
      for problem in refused?.refusal?.problems ?? [] {
        output.print("\(what): \(problem.location)")
      }
    }
    await output.printRefusal("update unknown") {
      try await client.updateMetadata(unknown, reason: "x", good)
    }
    await output.printRefusal("revert unknown") {
      try await client.revertMetadata(RevertMetadata(id: unknown, historyID: 0, reason: "x"))
    }
    await output.printRefusal("revert too far", ids: ids) {
      try await client.revertMetadata(RevertMetadata(id: handle, historyID: 99, reason: "x"))
    }
    await output.printRefusal("version unknown") {
      try await client.versionDataset(VersionRequest(id: unknown, reason: "x"))
    }
    for (what, request) in Self.lists {
      await output.printRefusal(what) { _ = try await client.listDatasets(request) }
    }
    for (path, seconds) in [
      ("nope.csv", 600), ("../x", 600), ("metadata.json", 0), ("metadata.json", 86_401),
    ] {
      await output.printRefusal("\(path) for \(seconds) s", ids: ids) {
        _ = try await client.generatePresignedURL(
          PresignedURLRequest(datasetID: handle, filePath: path, expiresIn: seconds))
      }
    }
    try output.expect("nonsense")
    #expect(try await running.item(handle) == before)
    #expect(try await number(of: client.allDatasets()) == count)
  }

  private func error(of call: () async throws -> Void) async -> ProvenaError? {
    do {
      try await call()
      return nil
    } catch {
      return error as? ProvenaError
    }
  }

  private func number(of datasets: DatasetSequence) async throws -> Int {
    try await datasets.reduce(into: 0) { count, _ in count += 1 }
  }

  private static let mistakes: [(String, @Sendable (inout CollectionFormat) -> Void)] = [
    ("unknown organisation", { $0.associations.organisationID = "10378.1/0" }),
    ("unknown custodian", { $0.associations.dataCustodianID = "10378.1/0" }),
    ("no consent", { $0.approvals.ethicsAccess.isRelevant = true }),
    ("published too early", { $0.datasetInfo.publishedDate = .on(CalendarDate("2020-01-01")) }),
    ("empty name", { $0.datasetInfo.name = "" }),
    ("more than is known", { $0.others["more"] = true }),
  ]

  /// What the data store refuses in words of which only the place is known.
  private static let contradictions: [(String, @Sendable (inout CollectionFormat) -> Void)] = [
    ("no address", { $0.datasetInfo.accessInfo.isReposited = false }),
    ("no day", { $0.datasetInfo.createdDate.value = nil }),
    ("an end before the beginning", { $0.datasetInfo.temporalInfo?.duration?.swap() }),
  ]

  private static let lists: [(String, NoFilterSubtypeListRequest)] = [
    ("no sorting of that name", .init(sortBy: SortOptions("NOPE"))),
    ("begins with nothing", .init(sortBy: SortOptions(.accessInfoURIBeginsWith))),
    ("sorted by release", .init(sortBy: SortOptions(.releaseTimestamp))),
    ("no size", .init(pageSize: 0)),
    (
      "odd key", .init(paginationKey: PaginationKey(JSONObject([.init(key: "id", value: "bogus")])))
    ),
  ]

  @Test(arguments: RunningProvena.all)
  func `lets people do what their roles allow`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let dataset = try RunningProvena.id("dataset")
    let handle = try await running.mint()
    let description = try RunningProvena.description("Not mine")
    var output = Printout("Provena")
    for account in ProvenaAccount.allCases {
      let client = running.client(account)
      for (what, call): (String, () async throws -> Void) in [
        ("reads", { _ = try await client.checkReadAccess() }),
        ("writes", { _ = try await client.checkWriteAccess() }),
        ("administers", { _ = try await client.checkAdminAccess() }),
        ("fetches", { _ = try await client.fetchDataset(dataset) }),
        ("changes", { try await client.updateMetadata(handle, reason: "x", description) }),
        (
          "reverts",
          { try await client.revertMetadata(RevertMetadata(id: handle, historyID: 0, reason: "x")) }
        ),
        (
          "writes files",
          {
            _ = try await client.generateWriteAccessCredentials(
              CredentialsRequest(datasetID: handle, consoleSessionRequired: false))
          }
        ),
        ("looks at the settings", { _ = try await client.getAdminConfig() }),
      ] {
        await output.printRefusal("\(account) \(what)", call)
      }
      if let roles = try? await client.fetchDataset(handle).roles {
        output.print("\(account): \(roles.map(\.rawValue).sorted().joined(separator: " "))")
      }
    }
    let root = running.client(.root)
    output.print(try await root.getSentryDebug())
    output.print(try await root.getAdminConfig()["stage"] ?? "-")
    let all = try await root.getAdminConfig(requiredOnly: false)
    #expect(all.entries.count > (try await root.getAdminConfig().entries.count))
    let schema = try await running.client(.reader).getDatasetSchema()
    output.print("\(schema["required"]?.array?.count ?? 0) parts")
    try output.expect("roles")
  }

  @Test(arguments: RunningProvena.all)
  func `is not found at another address`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    var config = running.config
    config.apiOverrides.datastoreAPIEndpoint = config.datastoreURL + "/no-such-prefix"
    let auth = running.flow(ProvenaAccount.alice.offlineToken)
    let client = DatastoreClient(auth: auth, config: config)
    var output = Printout("Provena")
    await output.printRefusal("fetch") { _ = try await client.fetchDataset("10378.1/1451860") }
    try output.expect("another address")
  }
}

extension TemporalDurationInfo {
  fileprivate mutating func swap() { (beginDate, endDate) = (endDate, beginDate) }
}
