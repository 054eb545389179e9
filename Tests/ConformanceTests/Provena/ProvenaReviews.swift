import ProvenaClient
import Testing

extension `Conformance of Provena` {
  @Test(arguments: RunningProvena.all)
  func `releases a dataset when its reviewer agrees`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let client = running.client()
    let reviewer = running.client(.bob)
    let bob = try RunningProvena.person("bob")
    let handle = try await running.mint()
    var output = Printout("Provena")
    let ids = ["DATASET": handle, "BOB": bob]
    let request = ReleaseApprovalRequest(datasetID: handle, approverID: bob, notes: "please")
    func decide(_ approve: Bool, _ notes: String) async throws -> ActionApprovalRequestResponse {
      try await reviewer.review.actionApprovalRequest(
        ActionApprovalRequest(datasetID: handle, approve: approve, notes: notes))
    }
    try await client.review.deleteDatasetReviewer(bob)
    await output.printRefusal("no reviewer yet", ids: ids) {
      try await client.review.approvalRequest(request)
    }
    try await client.review.addDatasetReviewer(bob)
    try await client.review.addDatasetReviewer(bob)
    #expect(try await client.review.listDatasetReviewers().filter { $0 == bob }.count == 1)
    await output.printRefusal("not asked yet", ids: ids) { _ = try await decide(true, "too soon") }

    let asked = try await client.review.approvalRequest(request)
    #expect(asked.datasetID == handle && asked.approverID == bob)
    output.print(asked.details)
    #expect(try await running.item(handle).releaseStatus == .pending)
    await output.printRefusal("asked twice", ids: ids) {
      try await client.review.approvalRequest(request)
    }
    await output.printRefusal("files", ids: ids) {
      _ = try await client.generateWriteAccessCredentials(
        CredentialsRequest(datasetID: handle, consoleSessionRequired: false))
    }
    #expect(try await decide(false, "not yet").approved == false)
    #expect(try await running.item(handle).releaseStatus == .notReleased)
    try await client.review.approvalRequest(request)
    let done = try await decide(true, "fine")
    #expect(done.approved && done.datasetID == handle)
    output.print(done.details)
    let released = try await running.item(handle)
    #expect(released.releaseStatus == .released && released.releaseApprover == bob)
    #expect(released.releaseTimestamp == released.releaseHistory.last?.timestamp)
    for step in released.releaseHistory {
      #expect(step.approver == bob)
      output.print("\(step.action) \(step.requester == nil ? "-" : "asked"): \(step.notes)")
    }
    await output.printRefusal("asked again", ids: ids) {
      try await client.review.approvalRequest(request)
    }
    try await client.review.deleteDatasetReviewer(bob)
    try await client.review.deleteDatasetReviewer(bob)
    #expect(try await !client.review.listDatasetReviewers().contains(bob))
    try output.expect("release")
    #expect(running.breaches == [])
  }

  @Test(arguments: RunningProvena.all)
  func `lets nobody else ask for a release, nor decide`(provena: ServiceUnderTest) async throws {
    let running = try RunningProvena(provena)
    let client = running.client()
    let bob = try RunningProvena.person("bob")
    let alice = try RunningProvena.person("alice")
    let handle = try await running.mint()
    var output = Printout("Provena")
    let ids = ["DATASET": handle, "BOB": bob, "ALICE": alice]
    let request = ReleaseApprovalRequest(datasetID: handle, approverID: bob, notes: "x")
    let decision = ActionApprovalRequest(datasetID: handle, approve: true, notes: "x")
    try await client.review.addDatasetReviewer(bob)
    for account in [ProvenaAccount.reader, .bob, .root] {
      await output.printRefusal("\(account) asks", ids: ids) {
        try await running.client(account).review.approvalRequest(request)
      }
    }
    try await client.review.approvalRequest(request)
    await output.printRefusal("alice, who is no reviewer, decides", ids: ids) {
      try await client.review.actionApprovalRequest(decision)
    }
    try await client.review.addDatasetReviewer(alice)
    await output.printRefusal("alice, who wasn't asked, decides", ids: ids) {
      try await client.review.actionApprovalRequest(decision)
    }
    await output.printRefusal("reader decides") {
      try await running.client(.reader).review.actionApprovalRequest(decision)
    }
    let error = await #expect(throws: ProvenaError.self) {
      try await running.client(.root).review.actionApprovalRequest(decision)
    }
    #expect(error?.status == 400, "root, who is no person, decides")
    await output.printRefusal("reader appoints") {
      try await running.client(.reader).review.addDatasetReviewer(bob)
    }
    await output.printRefusal("reader dismisses") {
      try await running.client(.reader).review.deleteDatasetReviewer(bob)
    }
    await output.printRefusal("reader looks") {
      _ = try await running.client(.reader).review.listDatasetReviewers()
    }
    for person in [alice, bob] { try await client.review.deleteDatasetReviewer(person) }
    try output.expect("other people's release")
  }
}
