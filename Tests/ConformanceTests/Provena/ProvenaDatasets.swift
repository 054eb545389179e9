import ProvenaClient
import Testing

extension `Conformance of Provena` {
  @Test(arguments: RunningProvena.all)
  func `keeps a dataset through all its changes`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let client = running.client()
    var output = Printout("Provena")
    let description = try RunningProvena.description("First")
    output.print(try await client.validateMetadata(description).status.details)
    let minted = try await client.mintDataset(description)
    let handle = try #require(minted.handle)
    output.print(minted.status.details)
    let first = try await running.item(handle)
    #expect(first.collectionFormat == description && first.s3 == minted.s3Location)
    #expect(first.displayName == "First" && first.ownerUsername == "alice")
    #expect(first.releaseStatus == .notReleased && first.recordType == .completeItem)
    #expect(first.workflowLinks?.createActivityWorkflowID != nil)

    try await running.passSecond()
    let updated = try await client.updateMetadata(
      handle, reason: "a better name", RunningProvena.description("Second"))
    #expect(updated.handle == handle && updated.s3Location == first.s3)
    output.print(updated.status.details)
    let second = try await running.item(handle)
    #expect(second.updatedTimestamp > first.updatedTimestamp)
    #expect(second.createdTimestamp == first.createdTimestamp)
    let reverted = try await client.revertMetadata(
      RevertMetadata(id: handle, historyID: 0, reason: "it was better before"))
    output.print(reverted.status.details)
    let third = try await running.item(handle)
    #expect(third.collectionFormat == description)
    for entry in third.history {
      output.print("\(entry.id) \(entry.username) \(entry.item.displayName): \(entry.reason)")
    }

    let version = try await client.versionDataset(
      VersionRequest(id: handle, reason: "new data"))
    #expect(version.newVersionID != handle)
    let next = try await running.item(version.newVersionID)
    let old = try await running.item(handle)
    #expect(next.versioningInfo?.previousVersion == handle && next.s3 != old.s3)
    #expect(old.versioningInfo?.nextVersion == next.id && old.history == third.history)
    output.print("\(next.versioningInfo?.version ?? 0) \(next.versioningInfo?.reason ?? "-")")
    for entry in next.history {
      output.print("\(entry.id): \(entry.reason.replacing(handle, with: "OLD"))")
    }
    await output.printRefusal("version the old one", ids: ["OLD": handle, "NEW": next.id]) {
      try await client.versionDataset(VersionRequest(id: handle, reason: "again"))
    }
    try output.expect("changes")
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningProvena.all)
  func `keeps members that it is given back`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let client = running.client()
    var description = try RunningProvena.description("Elsewhere")
    description.datasetInfo.accessInfo = .elsewhere(
      uri: "https://example.org/data", description: "by mail")
    description.datasetInfo.publishedDate = .notRelevant
    description.datasetInfo.userMetadata = ["a": "1", "ä": "€"]
    description.approvals.ethicsAccess = .obtained
    let handle = try #require(try await client.mintDataset(description).handle)
    let item = try await running.item(handle)
    #expect(item.collectionFormat == description)
    #expect(item.accessInfoURI == description.datasetInfo.accessInfo.uri)
    try await client.updateMetadata(handle, reason: "nothing new", item.collectionFormat)
    #expect(try await running.item(handle).collectionFormat == description)
  }

  @Test(arguments: RunningProvena.all)
  func `lists all datasets in order`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let client = running.client(.reader)
    var minted: [String] = []
    for number in 1...5 {
      minted.append(try await running.mint("Page \(number)"))
      try await running.passSecond()
    }
    for (sorting, isAscending): (SortType?, Bool) in [
      (nil, false), (.createdTime, true), (.updatedTime, true), (.displayName, true),
    ] {
      let options = sorting.map { SortOptions($0, ascending: isAscending) }
      var all: [String] = []
      for try await dataset in client.allDatasets(sortedBy: options, pageSize: 2) {
        all.append(dataset.id)
      }
      #expect(Set(all).count == all.count)
      let ours = all.filter(minted.contains)
      #expect(ours == (isAscending ? minted : minted.reversed()))
      #expect(all.contains(try RunningProvena.id("dataset")))
    }
    let page = try await client.listDatasets(NoFilterSubtypeListRequest(pageSize: 2))
    #expect(page.items?.count == 2 && page.totalItemCount == 2 && page.seedItemCount == 0)
    var rest: [String] = []
    for try await dataset in client.allDatasets(startingAt: page.paginationKey) {
      rest.append(dataset.id)
    }
    #expect(!rest.contains { id in page.items?.contains { $0.id == id } ?? false })
    #expect(rest.count >= 4)
  }

  @Test(arguments: RunningProvena.all)
  func `gives access to files`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let client = running.client()
    let handle = try await running.mint()
    let url = try await client.generatePresignedURL(
      PresignedURLRequest(datasetID: handle, filePath: "metadata.json", expiresIn: 600))
    #expect(url.datasetID == handle && url.filePath == "metadata.json")
    #expect(url.presignedURL.hasPrefix("http") && url.presignedURL.contains("metadata.json"))
    let read = try await running.client(.reader).generateReadAccessCredentials(
      CredentialsRequest(datasetID: handle, consoleSessionRequired: true))
    #expect(read.consoleSessionURL?.hasPrefix("https://") == true)
    #expect(read.credentials.expiry.microsecondsSince1970 != nil)
    let write = try await client.generateWriteAccessCredentials(
      CredentialsRequest(datasetID: handle, consoleSessionRequired: false))
    #expect(write.consoleSessionURL == nil && !write.credentials.awsAccessKeyID.isEmpty)
    #expect(running.breaches == [])
  }
}
