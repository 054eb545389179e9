import JSON
import MockServer

/// How much a project may have; -1 for any amount (sheet, section 6).
struct Quotas: Sendable {
  var instances: Int
  /// In megabytes.
  var ram: Int
  /// In gigabytes.
  var volumes: Int
  var backups: Int

  init(instances: Int, ram: Int, volumes: Int, backups: Int) {
    self.instances = instances
    self.ram = ram
    self.volumes = volumes
    self.backups = backups
  }

  init(_ node: FixtureNode) throws(FixtureError) {
    self = try node.object { object throws(FixtureError) in
      Quotas(
        instances: try object.required("instances").int(in: -1...1_000_000_000),
        ram: try object.required("ram").int(in: -1...1_000_000_000),
        volumes: try object.required("volumes").int(in: -1...1_000_000_000),
        backups: try object.required("backups").int(in: -1...1_000_000_000))
    }
  }

  /// By the names that the service has for them, in its order.
  var named: [(name: String, amount: Int)] {
    [("backups", backups), ("instances", instances), ("ram", ram), ("volumes", volumes)]
  }
}

extension TroveState {
  /// What a project may have.
  func quotas(of project: String, _ settings: TroveSettings) -> Quotas {
    quotaByProject[project] ?? settings.quotas
  }

  /// What a project has, by the same names.
  func usage(of project: String) -> Quotas {
    var usage = Quotas(instances: 0, ram: 0, volumes: 0, backups: backups.count(of: project))
    for instance in instances.records(of: project) {
      usage.instances += 1
      usage.ram += catalogue.flavor(instance.flavor)?.ram ?? 0
      usage.volumes += instance.volume
    }
    return usage
  }

  /// Refuses what would bring a project over its quotas, naming all that are exceeded.
  func checkQuotas(
    of project: String, adding more: Quotas, _ settings: TroveSettings
  ) throws(TroveRefusal) {
    let limits = quotas(of: project, settings).named
    let exceeded = zip(zip(limits, usage(of: project).named), more.named).filter { known, wanted in
      let (limit, used) = known
      return limit.amount >= 0 && wanted.amount > 0 && used.amount + wanted.amount > limit.amount
    }.map(\.1)
    guard exceeded.isEmpty else {
      let names = exceeded.map { "'\($0.name)'" }.joined(separator: ", ")
      throw .overLimit("Quota exceeded for resources: [\(names)].")
    }
  }
}
