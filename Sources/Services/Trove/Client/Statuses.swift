/// What an instance is doing (the Trove sheet, section 6).
public struct InstanceStatus: TroveWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// Being made; nothing but looking at it is allowed.
  public static let build = InstanceStatus(rawValue: "BUILD")
  /// Ready for use.
  public static let active = InstanceStatus(rawValue: "ACTIVE")
  public static let reboot = InstanceStatus(rawValue: "REBOOT")
  public static let resize = InstanceStatus(rawValue: "RESIZE")
  public static let upgrade = InstanceStatus(rawValue: "UPGRADE")
  public static let promote = InstanceStatus(rawValue: "PROMOTE")
  public static let eject = InstanceStatus(rawValue: "EJECT")
  public static let logging = InstanceStatus(rawValue: "LOGGING")
  public static let detach = InstanceStatus(rawValue: "DETACH")
  public static let restartRequired = InstanceStatus(rawValue: "RESTART_REQUIRED")
  public static let backup = InstanceStatus(rawValue: "BACKUP")
  /// Being deleted. It reads so until it is gone, then it is not found.
  public static let shutdown = InstanceStatus(rawValue: "SHUTDOWN")
  public static let error = InstanceStatus(rawValue: "ERROR")
}

/// How the database in an instance is; empty unless the instance is active and idle.
public struct OperatingStatus: TroveWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let healthy = OperatingStatus(rawValue: "HEALTHY")
  public static let restartRequired = OperatingStatus(rawValue: "RESTART_REQUIRED")
  public static let error = OperatingStatus(rawValue: "ERROR")
  public static let unknown = OperatingStatus(rawValue: "")
}

/// How far a backup is.
public struct BackupStatus: TroveWord {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let new = BackupStatus(rawValue: "NEW")
  public static let building = BackupStatus(rawValue: "BUILDING")
  public static let completed = BackupStatus(rawValue: "COMPLETED")
  public static let failed = BackupStatus(rawValue: "FAILED")
}
