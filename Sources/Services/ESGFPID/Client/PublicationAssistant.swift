import JSON
import Synchronization

/// Publishes a dataset with its files: add all files, then say that it is complete.
///
///     let assistant = try connector.createPublicationAssistant(
///       drsID: "cmip6.test.abc", versionNumber: 20190201, isReplica: false)
///     try assistant.add(PublishedFile(name: "temp.nc", handle: "21.14100/aaaa", …))
///     try assistant.datasetPublicationFinished()
public final class PublicationAssistant: Sendable {
  public let datasetHandle: String
  private let settings: ConnectorSettings
  private let courier: Courier
  private let dataNode: String
  private let threddsPath: String
  private let drsID: String
  private let version: JSONValue
  private let isReplica: Bool
  /// One for all messages of a publication.
  private let timestamp: String
  private let state = Mutex<(files: [PublishedFile], isFinished: Bool)>(([], false))

  init(
    settings: ConnectorSettings, courier: Courier, dataNode: String, threddsPath: String,
    drsID: String, version: JSONValue, datasetHandle: String, isReplica: Bool
  ) {
    self.settings = settings
    self.courier = courier
    self.dataNode = dataNode
    self.threddsPath = threddsPath
    self.drsID = drsID
    self.version = version
    self.datasetHandle = datasetHandle
    self.isReplica = isReplica
    timestamp = settings.clock.timestamp
  }

  /// Adds a file.
  ///
  /// - Throws: ``PIDError/wrongPrefix(handle:expected:)``, ``PIDError/tooLateForFiles``
  public func add(_ file: PublishedFile) throws(PIDError) {
    var file = file
    if !file.handle.hasPrefix("hdl:") { file.handle = "hdl:" + file.handle }
    guard file.handle.hasPrefix("hdl:\(settings.prefix)/") else {
      throw .wrongPrefix(handle: file.handle, expected: "hdl:\(settings.prefix)/…")
    }
    try state.withLock { state throws(PIDError) in
      guard !state.isFinished else { throw .tooLateForFiles }
      state.files.append(file)
    }
  }

  /// Sends the message of the dataset, then those of its files in the order in which they were added.
  ///
  /// - Throws: ``PIDError/noFileAdded``, ``PIDError/alreadyPublished``, and as every method that sends;
  ///   nothing is sent then.
  @discardableResult
  public func datasetPublicationFinished() throws(PIDError) -> [PIDMessage] {
    try state.withLock { state throws(PIDError) in
      guard !state.isFinished else { throw .alreadyPublished }
      guard !state.files.isEmpty else { throw .noFileAdded }
      let messages = try courier.send([dataset(state.files)] + state.files.map(message))
      state.isFinished = true
      return messages
    }
  }

  /// A file that was added twice is named once here, but has two messages.
  private func dataset(_ files: [PublishedFile]) -> MessageContent {
    var handles: [String] = []
    for file in files where !handles.contains(file.handle) { handles.append(file.handle) }
    let fields: JSONObject = [
      "handle": .string(datasetHandle), "aggregation_level": "dataset", "operation": "publish",
      "drs_id": .string(drsID), "is_replica": .bool(isReplica), "version_number": version,
      "files": .array(handles.map { .string($0) }), "data_node": .string(dataNode),
      "message_timestamp": .string(timestamp),
    ]
    return MessageContent(fields, prefix: settings.prefix)
      .addressed(
        isReplica ? .datasetReplica : .datasetOriginal, solr: settings.consumerSolrURL,
        test: settings.testPublication)
  }

  private func message(_ file: PublishedFile) -> MessageContent {
    var url = "\(dataNode)/\(threddsPath)/\(ConnectorSettings.trimmed(file.publishPath))"
    if !url.hasPrefix("http") { url = "http://" + url }
    let fields: JSONObject = [
      "handle": .string(file.handle), "aggregation_level": "file", "operation": "publish",
      "is_replica": .bool(isReplica), "file_name": .string(file.name),
      "file_size": .number(JSONNumber(file.size)), "checksum": .string(file.checksum),
      "data_url": .string(url), "data_node": .string(dataNode),
      "parent_dataset": .string(datasetHandle), "message_timestamp": .string(timestamp),
      "checksum_type": .string(file.checksumType), "file_version": .string(file.version),
    ]
    return MessageContent(fields, prefix: settings.prefix)
      .addressed(isReplica ? .fileReplica : .fileOriginal, test: settings.testPublication)
  }
}

/// A file of a dataset.
public struct PublishedFile: Sendable, Equatable {
  public var name: String
  /// With the prefix of the connector, with or without `hdl:` in front.
  public var handle: String
  /// In bytes.
  public var size: Int
  public var checksum: String
  /// For example `SHA256`.
  public var checksumType: String
  /// The path of the file below the data node's service path.
  public var publishPath: String
  public var version: String

  public init(
    name: String, handle: String, size: Int, checksum: String, checksumType: String,
    publishPath: String, version: String
  ) {
    self.name = name
    self.handle = handle
    self.size = size
    self.checksum = checksum
    self.checksumType = checksumType
    self.publishPath = publishPath
    self.version = version
  }
}
