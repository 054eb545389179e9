import HTTPMessage
import HTTPTransport
import JSON
import Testing
import TroveClient

/// What a method of an object asks for.
struct Method: Sendable, CustomTestStringConvertible {
  let name: String
  /// Method and path below the endpoint.
  let asks: String
  var body: JSONValue?
  var answer = "{}"
  let call: @Sendable (TroveClient) async throws(TroveError) -> Void
  var testDescription: String { name }

  func check() async throws {
    let stub = StubTransport(json: answer)
    try await call(stub.client())
    let request = try #require(stub.calls.last)
    #expect(
      "\(request.method) \(request.url.dropFirst(StubTransport.endpoint.count))" == asks)
    #expect(try request.body.map { try JSONReader.value(of: $0) } == body)
  }
}

@Suite struct `An object of Trove` {
  static let instance =
    #"{"instance":{"id":"i","name":"n","status":"BUILD","flavor":{"id":"1"},"#
    + #""datastore":{"type":"mysql"}},"backups":[],"databases":[],"users":[]}"#

  static func instance(
    _ name: String, asks: String, body: JSONValue? = nil,
    _ call: @escaping @Sendable (Instance) async throws(TroveError) -> Void
  ) -> Method {
    Method(name: name, asks: asks, body: body, answer: instance) { tc async throws(TroveError) in
      try await call(try await tc.instances.get("i"))
    }
  }

  static let ofInstance = [
    instance("delete", asks: "DELETE /instances/i") { i async throws(TroveError) in
      try await i.delete()
    },
    instance("forceDelete", asks: "DELETE /instances/i") { i async throws(TroveError) in
      try await i.forceDelete()
    },
    instance("refreshed", asks: "GET /instances/i") { i async throws(TroveError) in
      _ = try await i.refreshed()
    },
    instance("restart", asks: "POST /instances/i/action", body: ["restart": [:]]) {
      i async throws(TroveError) in try await i.restart()
    },
    instance(
      "resizeVolume", asks: "POST /instances/i/action", body: ["resize": ["volume": ["size": 3]]]
    ) { i async throws(TroveError) in try await i.resizeVolume(to: 3) },
    instance(
      "resizeInstance", asks: "POST /instances/i/action", body: ["resize": ["flavorRef": "2"]]
    ) { i async throws(TroveError) in try await i.resizeInstance(toFlavor: "2") },
    instance(
      "upgrade", asks: "PATCH /instances/i", body: ["instance": ["datastore_version": "8.0"]]
    ) { i async throws(TroveError) in try await i.upgrade(to: "8.0") },
    instance("update", asks: "PUT /instances/i", body: ["instance": ["name": "m"]]) {
      i async throws(TroveError) in try await i.update(name: "m")
    },
    instance("detachReplica", asks: "PUT /instances/i", body: ["instance": ["replica_of": nil]]) {
      i async throws(TroveError) in try await i.detachReplica()
    },
    instance(
      "promoteToReplicaSource", asks: "POST /instances/i/action",
      body: ["promote_to_replica_source": [:]]
    ) { i async throws(TroveError) in try await i.promoteToReplicaSource() },
    instance(
      "ejectReplicaSource", asks: "POST /instances/i/action", body: ["eject_replica_source": [:]]
    ) { i async throws(TroveError) in try await i.ejectReplicaSource() },
    instance("resetStatus", asks: "POST /instances/i/action", body: ["reset_status": [:]]) {
      i async throws(TroveError) in try await i.resetStatus()
    },
    instance("listBackups", asks: "GET /instances/i/backups?limit=1") {
      i async throws(TroveError) in _ = try await i.listBackups(limit: 1)
    },
    instance("listDatabases", asks: "GET /instances/i/databases") { i async throws(TroveError) in
      _ = try await i.listDatabases()
    },
    instance("listUsers", asks: "GET /instances/i/users?marker=a%40b") {
      i async throws(TroveError) in _ = try await i.listUsers(marker: "a@b")
    },
  ]

  @Test(arguments: ofInstance)
  func `does with its id what the manager does`(method: Method) async throws {
    try await method.check()
  }

  static let backup = #"{"backup":{"id":"b","name":"n","status":"NEW"}}"#
  static let configuration = #"{"configuration":{"id":"c","name":"n"}}"#
  static let module = #"{"module":{"id":"m","name":"n","type":"ping"}}"#
  static let cluster =
    #"{"cluster":{"id":"k","name":"n","task":{"name":"NONE"},"#
    + #""datastore":{"type":"pxc"}}}"#

  static let others = [
    Method(name: "Backup.delete", asks: "DELETE /backups/b", answer: backup) {
      tc async throws(TroveError) in try await tc.backups.get("b").delete()
    },
    Method(name: "Backup.refreshed", asks: "GET /backups/b", answer: backup) {
      tc async throws(TroveError) in _ = try await tc.backups.get("b").refreshed()
    },
    Method(name: "Configuration.delete", asks: "DELETE /configurations/c", answer: configuration) {
      tc async throws(TroveError) in try await tc.configurations.get("c").delete()
    },
    Method(name: "Module.delete", asks: "DELETE /modules/m", answer: module) {
      tc async throws(TroveError) in try await tc.modules.get("m").delete()
    },
    Method(name: "Cluster.delete", asks: "DELETE /clusters/k", answer: cluster) {
      tc async throws(TroveError) in try await tc.clusters.get("k").delete()
    },
    Method(
      name: "Datastore.delete", asks: "DELETE /datastores/d",
      answer: #"{"datastore":{"id":"d","name":"n"}}"#
    ) { tc async throws(TroveError) in try await tc.datastores.get("d").delete() },
    Method(
      name: "ManagementDatastoreVersion.delete", asks: "DELETE /mgmt/datastore-versions/v",
      answer: #"{"version":{"id":"v","name":"n"}}"#
    ) { tc async throws(TroveError) in
      try await tc.managementDatastoreVersions.get("v").delete()
    },
  ]

  @Test(arguments: others)
  func `of another kind does so, too`(method: Method) async throws { try await method.check() }

  @Test func `is refreshed in its place`() async throws {
    let gone = HTTPResponse(status: .notFound)
    let stub = StubTransport([
      .text(json: Self.instance),
      .text(json: Self.instance.split(separator: "BUILD").joined(separator: "ACTIVE")), gone,
    ])
    var instance = try await stub.client().instances.get("i")
    let before = instance
    try await instance.refresh()
    #expect(before.status == .build)
    #expect(instance.status == .active)
    #expect(instance != before)
    await #expect(throws: TroveError.self) { try await instance.refresh() }
    #expect(instance.status == .active)
  }

  @Test func `of the administrators' kind has what everybody sees`() async throws {
    let (_, client) = try Exchange.named("mgmt-instance").player()
    let instance = try await client.managementInstances.show("1")
    #expect(instance.status == .active)
    #expect(instance.volume?.total == 4.0)
    #expect(instance.server?["host"] == "compute-1")
  }
}

@Suite struct `An argument that no recording has` {
  static let methods = [
    Method(
      name: "instances.create", asks: "POST /instances",
      body: [
        "instance": [
          "name": "n", "flavorRef": "1", "volume": ["size": 2, "type": "fast-ssd"],
          "availability_zone": "nova",
          "datastore": ["type": "mysql", "version": "8.0", "version_number": "8.0.32"],
          "nics": [["network_id": "n1", "subnet_id": "s1", "ip_address": "10.0.0.9"]],
          "configuration": "c", "replica_count": 2, "modules": [["id": "m1"], ["id": "m2"]],
          "region_name": "WEST",
          "access": ["is_public": true, "allowed_cidrs": ["10.0.0.0/8"]],
        ]
      ], answer: `An object of Trove`.instance
    ) { tc async throws(TroveError) in
      _ = try await tc.instances.create(
        "n", flavorID: "1", volume: Volume(size: 2, type: "fast-ssd"), databases: [], users: [],
        availabilityZone: "nova", datastore: "mysql", datastoreVersion: "8.0",
        datastoreVersionNumber: "8.0.32",
        nics: [NIC(networkID: "n1", subnetID: "s1", ipAddress: "10.0.0.9")], configuration: "c",
        replicaCount: 2, modules: ["m1", "m2"], regionName: "WEST",
        access: Access(isPublic: true, allowedCIDRs: ["10.0.0.0/8"]))
    },
    Method(
      name: "modules.create", asks: "POST /modules",
      body: [
        "module": [
          "name": "n", "module_type": "ping", "contents": "eA==", "all_tenants": 0,
          "auto_apply": 1, "visible": 0, "live_update": 1, "priority_apply": 0, "apply_order": 3,
          "full_access": 1, "datastore": ["type": "mysql", "version": "8.0"],
        ]
      ], answer: `An object of Trove`.module
    ) { tc async throws(TroveError) in
      _ = try await tc.modules.create(
        "n", type: "ping", contents: "x".utf8,
        options: ModuleOptions(
          datastore: "mysql", datastoreVersion: "8.0", isForAllTenants: false,
          isAutoApplied: true, isVisible: false, isLiveUpdated: true, hasPriority: false,
          applyOrder: 3, hasFullAccess: true))
    },
    Method(
      name: "modules.reapply", asks: "PUT /modules/m/instances",
      body: [
        "reapply": [
          "md5": "d6", "include_clustered": 1, "batch_size": 5, "batch_delay": 2, "force": 0,
        ]
      ]
    ) { tc async throws(TroveError) in
      try await tc.modules.reapply(
        "m", md5: "d6", includesClustered: true, batchSize: 5, batchDelay: 2, isForced: false)
    },
    Method(
      name: "backups.create", asks: "POST /backups",
      body: ["backup": ["name": "b", "incremental": 0, "instance": "i", "swift_container": "s"]],
      answer: `An object of Trove`.backup
    ) { tc async throws(TroveError) in
      _ = try await tc.backups.create("b", instance: "i", swiftContainer: "s")
    },
    Method(
      name: "instances.sslShow", asks: "GET /instances/i/ssl?include_certificate=True",
      answer: #"{"ssl":{"enabled":true}}"#
    ) { tc async throws(TroveError) in
      _ = try await tc.instances.sslShow("i", includesCertificate: true)
    },
    Method(
      name: "instances.sslEnable", asks: "POST /instances/i/ssl",
      body: ["ssl": ["enable": true, "mode": "byo", "container_ref": "c", "password_ref": "p"]],
      answer: #"{"ssl":{"enabled":true}}"#
    ) { tc async throws(TroveError) in
      _ = try await tc.instances.sslEnable("i", mode: "byo", containerRef: "c", passwordRef: "p")
    },
    Method(
      name: "instances.sslDisable", asks: "POST /instances/i/ssl",
      body: ["ssl": ["disable": true]], answer: #"{"ssl":{"enabled":false}}"#
    ) { tc async throws(TroveError) in _ = try await tc.instances.sslDisable("i") },
    Method(
      name: "instances.moduleQuery",
      asks: "GET /instances/i/modules?from_guest=True&include_contents=True",
      answer: #"{"modules":[]}"#
    ) { tc async throws(TroveError) in
      _ = try await tc.instances.moduleQuery("i", includesContents: true)
    },
    Method(
      name: "clusters.create", asks: "POST /clusters",
      body: [
        "cluster": [
          "name": "k", "datastore": ["type": "pxc", "version": "5.5"],
          "instances": [
            ["flavorRef": "1", "type": "member", "availability_zone": "nova", "nics": [[:]]]
          ],
          "locality": "affinity", "extended_properties": ["x": 1], "configuration": "c",
        ]
      ], answer: `An object of Trove`.cluster
    ) { tc async throws(TroveError) in
      _ = try await tc.clusters.create(
        "k", datastore: "pxc", datastoreVersion: "5.5",
        instances: [
          NewClusterMember(
            flavorID: "1", type: "member", availabilityZone: "nova", nics: [NIC()])
        ], locality: "affinity",
        extendedProperties: JSONObject([.init(key: "x", value: 1)]), configuration: "c")
    },
    Method(
      name: "managementInstances.migrate", asks: "POST /mgmt/instances/i/action",
      body: ["migrate": ["host": "h"]]
    ) { tc async throws(TroveError) in try await tc.managementInstances.migrate("i", host: "h") },
    Method(
      name: "users.changePasswords", asks: "PUT /instances/i/users",
      body: ["users": [["name": "ann", "password": "p", "host": "10.0.0.1"]]]
    ) { tc async throws(TroveError) in
      try await tc.users.changePasswords(
        "i", [NewUser("ann", password: "p", host: "10.0.0.1", databases: ["db"])])
    },
  ]

  @Test(arguments: methods)
  func `is sent as the Python client sends it`(method: Method) async throws {
    try await method.check()
  }
}
