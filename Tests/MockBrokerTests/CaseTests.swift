import Testing

@Suite struct CaseTests {
  @Test(arguments: BrokerCase.all)
  func `a conversation goes as written`(_ conversation: BrokerCase) throws {
    #expect(try conversation.differences() == [])
  }
}
