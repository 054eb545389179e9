public import HTTPTransport
public import URLSessionTransport

/// A client of OpenStack Trove, the database service, with the sign-in to Keystone it needs.
///
///     let tc = TroveClient(
///       username: "testuser", password: "PASSWORD", projectID: "test_project",
///       regionName: "EAST", authURL: "http://api-server:5000/v2.0")
///     let flavors = try await tc.flavors.list()
///     let instance = try await tc.instances.create(
///       "My Instance", flavorID: "1", volume: Volume(size: 1))
///
/// The calls are grouped as in the Python client: ``instances``, ``databases``, ``users`` and so on.
/// Every call throws ``TroveError``.
///
/// Making a client sends nothing. The first call signs in, and so does a call that finds the token
/// about to expire or refused (401), once. Calls that need a token at the same time share one
/// sign-in. Copies of a client share its token, too.
public struct TroveClient: Sendable {
  /// For each exchange; a call that has to sign in makes two, and up to four after a refused token.
  public var timeout: Duration
  let session: Session
  let transport: any HTTPTransport

  /// A client that signs in with name and password.
  ///
  /// The database service's address comes from the catalogue that the identity service sends along
  /// with the token.
  ///
  /// - Parameters:
  ///   - projectID: the project's *name*. It is called so for the sake of the Python client, where
  ///     `project_id` is sent as `tenantName`.
  ///   - tenantID: the project's id; goes before its name. Without either, the token is for no
  ///     project, and its catalogue has no database service as a rule.
  ///   - regionName: nil is right where the catalogue has one region only.
  ///   - authURL: its last path segment chooses the protocol: `v2.0`, which real Keystone gave up in
  ///     2018, or `v3`. The Python client's constructor can't sign in by `v3`; this one can.
  ///   - userDomain: for `v3` only.
  ///   - projectDomain: for `v3` only, and for a project that is given by name.
  ///   - serviceType: in the catalogue.
  ///   - serviceName: in the catalogue, where it has more than one such service.
  ///   - endpointType: which of a service's addresses to take.
  ///   - bypassURL: the database service's address, `http://HOST:8779/v1.0/TENANT`, instead of the
  ///     catalogue's. The sign-in still happens.
  ///   - clock: tells when a token is to be renewed.
  public init(
    username: String, password: String, projectID: String? = nil, tenantID: String? = nil,
    regionName: String? = nil, authURL: String, userDomain: Domain = .default,
    projectDomain: Domain = .default, serviceType: String = "database",
    serviceName: String? = nil, endpointType: EndpointType = .public, bypassURL: String? = nil,
    timeout: Duration = .seconds(60), transport: any HTTPTransport = URLSessionTransport(),
    clock: some Clock<Duration> = ContinuousClock()
  ) {
    self.timeout = timeout
    self.transport = transport
    let identity = Identity(
      username: username, password: password, projectName: projectID, projectID: tenantID,
      authURL: authURL, userDomain: userDomain, projectDomain: projectDomain)
    let wanted = WantedEndpoint(
      type: serviceType, name: serviceName, region: regionName, interface: endpointType)
    let start = clock.now
    session = Session(
      identity: identity, wanted: wanted, bypassURL: bypassURL,
      now: { start.duration(to: clock.now) })
  }
}

extension TroveClient {
  /// Database servers, their logs, TLS and modules.
  public var instances: InstanceManager { InstanceManager(client: self) }
  /// Databases in instances.
  public var databases: DatabaseManager { DatabaseManager(client: self) }
  /// Users of databases in instances.
  public var users: UserManager { UserManager(client: self) }
  /// The user that may do everything.
  public var root: RootManager { RootManager(client: self) }
  /// Sizes of instances.
  public var flavors: FlavorManager { FlavorManager(client: self) }
  /// Kinds of disks.
  public var volumeTypes: VolumeTypeManager { VolumeTypeManager(client: self) }
  /// Kinds of databases.
  public var datastores: DatastoreManager { DatastoreManager(client: self) }
  /// Versions of them.
  public var datastoreVersions: DatastoreVersionManager { DatastoreVersionManager(client: self) }
  /// Configuration groups.
  public var configurations: ConfigurationManager { ConfigurationManager(client: self) }
  /// What configuration groups may have.
  public var configurationParameters: ConfigurationParameterManager {
    ConfigurationParameterManager(client: self)
  }
  /// What the project may do.
  public var limits: LimitManager { LimitManager(client: self) }
  /// Copies of data.
  public var backups: BackupManager { BackupManager(client: self) }
  /// Where backups go.
  public var backupStrategies: BackupStrategyManager { BackupStrategyManager(client: self) }
  /// Instances that work as one.
  public var clusters: ClusterManager { ClusterManager(client: self) }
  /// What can be put on instances.
  public var modules: ModuleManager { ModuleManager(client: self) }
  /// What projects may have.
  public var quota: QuotaManager { QuotaManager(client: self) }
  /// Instances of all projects; for administrators, as all that follow.
  public var managementInstances: ManagementInstanceManager {
    ManagementInstanceManager(client: self)
  }
  /// Versions of datastores, with their images.
  public var managementDatastoreVersions: ManagementDatastoreVersionManager {
    ManagementDatastoreVersionManager(client: self)
  }
  /// Clusters of all projects.
  public var managementClusters: ManagementClusterManager { ManagementClusterManager(client: self) }
  /// What configuration groups may have, to be changed.
  public var managementConfigurationParameters: ManagementConfigurationParameterManager {
    ManagementConfigurationParameterManager(client: self)
  }
}
