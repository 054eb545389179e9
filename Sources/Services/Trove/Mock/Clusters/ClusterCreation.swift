import JSON
import MockServer

extension TroveCall {
  /// Makes a cluster. The order of checks is the service's: what the datastore can do, then how many
  /// members there are, then the members themselves, then quotas.
  func createCluster(_ state: inout TroveState) throws(TroveRefusal) -> Cluster {
    let body = try object("cluster")
    let at = "cluster"
    let name = try Validation.name(
      Validation.required("name", in: body, at: at), at: "cluster['name']")
    let datastore = try Validation.datastore(
      Validation.required("datastore", in: body, at: at), at: "cluster['datastore']")
    let members = try Validation.required("instances", in: body, at: at)
    let orders = try MemberOrder.list(members, at: "cluster['instances']")
    let version = try state.catalogue.version(
      type: datastore.type, version: datastore.version, settings)
    guard let rules = version.cluster else {
      let name = state.catalogue.datastore(of: version)?.name ?? ""
      throw .notImplemented("Clusters not supported for \(name)-\(version.name).")
    }
    guard orders.count >= rules.leastMembers else {
      throw .badRequest(
        "The number of instances for your initial cluster must be at least \(rules.leastMembers).")
    }
    try check(orders, alike: orders.first, state)
    let configuration = try newConfiguration(body["configuration"], at: at, version, state)
    let cluster = Cluster(
      id: context.identifiers.uuid(), name: name, project: project, version: version.id,
      members: [], locality: body["locality"]?.string, created: now, updated: now)
    state.clusters.insert(cluster, key: cluster.id, owner: project)
    // The service takes no names for the first members.
    let unnamed = orders.map { MemberOrder(name: nil, flavor: $0.flavor, volume: $0.volume) }
    let added = addMembers(unnamed, to: cluster, configuration, &state)
    state.begin(
      .building, cluster.id, on: added, .building, settings.lifeCycle.cluster, at: now)
    return state.clusters[cluster.id] ?? cluster
  }

  /// A configuration that is attached from the beginning; nil when none is named.
  func newConfiguration(
    _ value: JSONValue?, at place: String, _ version: Catalogue.Version, _ state: TroveState
  ) throws(TroveRefusal) -> String? {
    let id = try value.map { value throws(TroveRefusal) in
      try Validation.uuidOrNull(value, at: "\(place)['configuration']")
    }
    guard let id, let id else { return nil }
    try state.checkConfiguration(id, fits: version, self)
    return id
  }

  /// Refuses members that can't be made, that are not alike, or that are too many.
  func check(
    _ orders: [MemberOrder], alike pattern: MemberOrder?, _ state: TroveState
  ) throws(TroveRefusal) {
    var more = Quotas(instances: orders.count, ram: 0, volumes: 0, backups: 0)
    for order in orders {
      guard let flavor = state.catalogue.flavor(order.flavor) else {
        throw .badRequest("Resource \(order.flavor) cannot be found.")
      }
      more.ram += flavor.ram
    }
    for order in orders {
      guard let volume = order.volume else {
        throw .badRequest("A volume size is required for each instance in the cluster.")
      }
      try checkLargest(volume)
      more.volumes += volume
    }
    guard orders.allSatisfy({ $0.flavor == pattern?.flavor }) else {
      throw .badRequest("The flavor for each instance in a cluster must be the same.")
    }
    guard orders.allSatisfy({ $0.volume == pattern?.volume }) else {
      throw .badRequest("The volume size for each instance in a cluster must be the same.")
    }
    try state.checkQuotas(of: project, adding: more, settings)
  }

  /// Puts members into a cluster; gives their ids.
  func addMembers(
    _ orders: [MemberOrder], to cluster: Cluster, _ configuration: String?,
    _ state: inout TroveState
  ) -> [String] {
    var added: [String] = []
    for (place, order) in orders.enumerated() {
      // One after the other, so that lists have an order to show them in.
      let created = Timestamp(microseconds: now.microseconds + place)
      let instance = Instance(
        id: context.identifiers.uuid(),
        name: order.name ?? "\(cluster.name)-member-\(now.seconds + place)",
        project: cluster.project, task: .building, flavor: order.flavor, version: cluster.version,
        volume: order.volume ?? 0, access: JSONObject(), address: state.makeAddress(),
        configuration: configuration, locality: cluster.locality,
        cluster: ClusterMembership(cluster: cluster.id, type: ClusterMembership.usualType),
        created: created, updated: now, serviceUpdated: now, serverID: context.identifiers.uuid(),
        volumeID: context.identifiers.uuid())
      state.instances.insert(instance, key: instance.id, owner: instance.project)
      state.contents[instance.id] = InstanceContents()
      added.append(instance.id)
    }
    state.clusters.change(cluster.id) { $0.members += added }
    return added
  }
}

/// A member that a body asks for.
struct MemberOrder {
  let name: String?
  let flavor: String
  let volume: Int?

  static func list(_ value: JSONValue, at place: String) throws(TroveRefusal) -> [MemberOrder] {
    var orders: [MemberOrder] = []
    for (number, value) in try Validation.array(value, at: place).enumerated() {
      orders.append(try MemberOrder(value, at: "\(place)[\(number)]"))
    }
    return orders
  }

  init(name: String?, flavor: String, volume: Int?) {
    self.name = name
    self.flavor = flavor
    self.volume = volume
  }

  private init(_ value: JSONValue, at place: String) throws(TroveRefusal) {
    let object = try Validation.object(value, at: place)
    name = try object["name"].map { value throws(TroveRefusal) in
      try Validation.name(value, at: "\(place)['name']")
    }
    flavor = try Validation.flavor(
      Validation.required("flavorRef", in: object, at: place), at: "\(place)['flavorRef']")
    volume = try object["volume"].map { value throws(TroveRefusal) in
      let volume = try Validation.object(value, at: "\(place)['volume']")
      return try Validation.volumeSize(
        Validation.required("size", in: volume, at: "\(place)['volume']"),
        at: "\(place)['volume']['size']")
    }
    if let nics = object["nics"] { try Validation.nics(nics, at: "\(place)['nics']") }
  }
}

extension ClusterMembership {
  /// What the members of a cluster are whose members are all alike.
  static let usualType = "member"
}
