import HTTPMessage
import JSON
import MockServer

/// A checked request for instances. The order of checks is the service's (sheet, section 7).
private struct InstanceOrder {
  var name = ""
  var count = 1
  var flavor = ""
  var version = ""
  var volume = 0
  var access = JSONObject()
  var contents = InstanceContents()
  var replicaOf: String?
  var configuration: String?
  var locality: String?
}

extension TroveCall {
  /// Makes an instance, or several replicas of one; gives the first.
  func createInstances(_ state: inout TroveState) throws(TroveRefusal) -> Instance {
    let order = try instanceOrder(&state)
    let ram = state.catalogue.flavor(order.flavor)?.ram ?? 0
    try state.checkQuotas(
      of: project,
      adding: Quotas(
        instances: order.count, ram: ram * order.count, volumes: order.volume * order.count,
        backups: 0), settings)
    let first = make(order, name: order.count == 1 ? order.name : "\(order.name)-1", &state)
    for number in stride(from: 2, through: order.count, by: 1) {
      _ = make(order, name: "\(order.name)-\(number)", &state)
    }
    return first
  }

  private func make(
    _ order: InstanceOrder, name: String, _ state: inout TroveState
  ) -> Instance {
    build(
      Instance(
        id: context.identifiers.uuid(), name: name, project: project, flavor: order.flavor,
        version: order.version, volume: order.volume, access: order.access,
        address: state.makeAddress(), replicaOf: order.replicaOf,
        configuration: order.configuration, locality: order.locality, created: now, updated: now,
        serviceUpdated: now, serverID: context.identifiers.uuid(),
        volumeID: context.identifiers.uuid()),
      order.contents, &state)
  }

  /// Puts an instance into the state and begins to build it.
  func build(
    _ instance: Instance, _ contents: InstanceContents, _ state: inout TroveState
  ) -> Instance {
    var instance = instance
    instance.task = .building
    instance.server = state.makeServer(for: instance.name)
    state.instances.insert(instance, key: instance.id, owner: instance.project)
    var contents = contents
    for module in state.automaticModules(of: instance.project, for: instance.version) {
      contents.apply(module, at: now)
    }
    state.contents[instance.id] = contents
    if instance.replicaOf != nil { state.findReplicaSources() }
    state.agenda.plan(.instance(instance.id), settings.lifeCycle.building, at: now)
    return instance
  }

  private func instanceOrder(
    _ state: inout TroveState
  ) throws(TroveRefusal) -> InstanceOrder {
    let body = try object("instance")
    var order = InstanceOrder()
    order.name = try Validation.name(
      Validation.required("name", in: body, at: "instance"), at: "instance['name']")
    let given = try GivenParts(body)
    if let source = body["replica_of"]?.string ?? body["slave_of"]?.string {
      try makeReplica(&order, of: source, body, given, &state)
      return order
    }
    let datastore = try Validation.datastore(body["datastore"], at: "instance['datastore']")
    let version = try state.catalogue.version(
      type: datastore.type, version: datastore.version, settings)
    order.version = version.id
    guard let flavor = given.flavor else {
      throw .invalid("instance 'flavorRef' is a required property")
    }
    guard state.catalogue.flavor(flavor) != nil else {
      throw .badRequest("Resource \(flavor) cannot be found.")
    }
    order.flavor = flavor
    guard let volume = given.volume else { throw .badRequest("Volume size was not specified.") }
    try checkLargest(volume)
    order.volume = volume
    order.contents.databases = try newDatabases(given.databases)
    order.contents.users = try newUsers(given.users)
    for user in order.contents.users {
      for name in user.databases
      where !order.contents.databases.contains(where: { $0.name == name }) {
        throw .badRequest(
          "The request indicates that user \(user.name) should have access to database \(name), but database \(name) is not included in the initial databases list."
        )
      }
    }
    let modules = body["modules"] ?? []
    for module in try self.modules(modules, at: "instance['modules']", for: version.id, state) {
      order.contents.apply(module, at: now)
    }
    if let point = body["restorePoint"] {
      let restored = try restoredContents(point, on: version, volume: volume, &state)
      order.contents.add(restored)
    }
    order.configuration = try newConfiguration(
      body["configuration"], at: "instance", version, state)
    order.access = body["access"]?.object ?? JSONObject()
    order.locality = body["locality"]?.string
    return order
  }

  private func makeReplica(
    _ order: inout InstanceOrder, of source: String, _ body: JSONObject, _ given: GivenParts,
    _ state: inout TroveState
  ) throws(TroveRefusal) {
    if given.flavor != nil {
      throw .badRequest("Cannot specify flavor when creating replicas.")
    }
    let origin = try state.useIdle(source, self)
    if origin.replicaOf != nil {
      throw .forbidden(
        "Cannot create a replica of a replica \(source).")
    }
    order.replicaOf = source
    order.flavor = origin.flavor
    order.version = origin.version
    order.volume = given.volume ?? origin.volume
    guard order.volume >= origin.volume else {
      throw TroveRefusal(
        .unauthorized, "unauthorized",
        "Replica volume size should not be smaller than master's, replica volume size: \(order.volume) and master volume size: \(origin.volume)."
      )
    }
    try checkLargest(order.volume)
    order.contents = state.contents[source]?.data ?? InstanceContents()
    if let version = state.catalogue.version(origin.version) {
      order.configuration = try newConfiguration(
        body["configuration"], at: "instance", version, state)
    }
    order.count = body["replica_count"]?.int ?? 1
    guard (1...1_000).contains(order.count) else {
      throw .badRequest("The replica_count must be a positive number.")
    }
    order.access = body["access"]?.object ?? JSONObject()
    order.locality = body["locality"]?.string
  }

  func checkLargest(_ volume: Int) throws(TroveRefusal) {
    guard volume <= settings.largestVolume else {
      throw .overLimit(
        "Volume 'size' cannot exceed maximum of \(settings.largestVolume) GB, \(volume) cannot be accepted."
      )
    }
  }
}

/// The parts of a body that its schema has rules for.
private struct GivenParts {
  let flavor: String?
  let volume: Int?
  let databases: [InstanceContents.Database]
  let users: [InstanceContents.User]

  init(_ body: JSONObject) throws(TroveRefusal) {
    flavor = try body["flavorRef"].map { value throws(TroveRefusal) in
      try Validation.flavor(value, at: "instance['flavorRef']")
    }
    volume = try body["volume"].map { value throws(TroveRefusal) in
      let volume = try Validation.object(value, at: "instance['volume']")
      return try Validation.volumeSize(
        Validation.required("size", in: volume, at: "instance['volume']"),
        at: "instance['volume']['size']")
    }
    databases = try Validation.databases(body["databases"] ?? [], at: "instance['databases']")
    users = try Validation.users(body["users"] ?? [], at: "instance['users']")
    if let nics = body["nics"] { try Validation.nics(nics, at: "instance['nics']") }
  }
}
