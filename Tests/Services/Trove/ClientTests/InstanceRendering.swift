import JSON
import TroveClient

extension Volume: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("size", json(size)), ("type", json(type)), ("used", json(used)), ("total", json(total)),
      ("id", json(id)), ("status", json(status)),
    ]
  }
}

extension Access: Rendered {
  var members: [(String, JSONValue?)] {
    [("is_public", json(isPublic)), ("allowed_cidrs", json(allowedCIDRs))]
  }
}

extension InstanceDatastore: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("type", json(type)), ("version", json(version)), ("version_number", json(versionNumber)),
    ]
  }
}

extension Address: Rendered {
  var members: [(String, JSONValue?)] {
    [("address", json(address)), ("type", json(type)), ("network", json(network))]
  }
}

extension Instance: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("status", json(status.rawValue)),
      ("operating_status", json(operatingStatus?.rawValue)), ("flavor", json(flavor)),
      ("datastore", json(datastore)), ("volume", json(volume)), ("region", json(region)),
      ("access", json(access)), ("ip", ip.isEmpty ? nil : json(ip)),
      ("addresses", json(unlessEmpty: addresses)), ("configuration", json(configuration)),
      ("replica_of", json(replicaOf)), ("replicas", json(unlessEmpty: replicas)),
      ("locality", json(locality)), ("created", json(created)), ("updated", json(updated)),
      ("service_status_updated", json(serviceStatusUpdated)), ("tenant_id", json(tenantID)),
      ("server_id", json(serverID)), ("volume_id", json(volumeID)),
      ("encrypted_rpc_messaging", json(hasEncryptedMessaging)),
      ("links", json(unlessEmpty: links)),
    ]
  }
}

extension ManagementInstance: Rendered {
  var members: [(String, JSONValue?)] {
    instance.members + [
      ("server", json(server)), ("service_status", json(serviceStatus)),
      ("deleted", json(isDeleted)), ("deleted_at", json(deletedAt)),
      ("task_description", json(taskDescription)), ("root_enabled", json(rootEnabled)),
      ("root_enabled_by", json(rootEnabledBy)), ("guest_status", json(guestStatus)),
    ]
  }
}

extension RootHistory: Rendered {
  var members: [(String, JSONValue?)] {
    [("id", json(id)), ("enabled", json(enabled)), ("user", json(user))]
  }
}

extension Diagnostics: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("version", json(version)), ("threads", json(threads)), ("fdSize", json(fdSize)),
      ("vmSize", json(vmSize)), ("vmPeak", json(vmPeak)), ("vmRss", json(vmRss)),
      ("vmHwm", json(vmHwm)),
    ]
  }
}

extension HardwareInfo: Rendered {
  var members: [(String, JSONValue?)] {
    [("mem_total", json(memoryTotal)), ("num_cpus", json(cpuCount))]
  }
}

extension InstanceLog: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("name", json(name)), ("type", json(type)), ("status", json(status)),
      ("published", json(published)), ("pending", json(pending)),
      ("container", json(container)), ("prefix", json(prefix)), ("metafile", json(metafile)),
    ]
  }
}

extension InstanceSSL: Rendered {
  var members: [(String, JSONValue?)] { [("enabled", json(isEnabled)), ("mode", json(mode))] }
}

extension Backup: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("status", json(status.rawValue)),
      ("description", json(description)), ("instance_id", json(instanceID)),
      ("parent_id", json(parentID)), ("size", json(size)), ("locationRef", json(location)),
      ("datastore", json(datastore)), ("project_id", json(projectID)),
      ("created", json(created)), ("updated", json(updated)),
    ]
  }
}

extension BackupDatastore: Rendered {
  var members: [(String, JSONValue?)] {
    [("type", json(type)), ("version", json(version)), ("version_id", json(versionID))]
  }
}

extension BackupStrategy: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("project_id", json(projectID)), ("instance_id", json(instanceID)),
      ("backend", json(backend)), ("swift_container", json(swiftContainer)),
    ]
  }
}

extension Cluster: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("task", json(task)),
      ("datastore", json(datastore)), ("instances", json(instances)),
      ("ip", json(unlessEmpty: ip)), ("created", json(created)), ("updated", json(updated)),
      ("tenant_id", json(tenantID)), ("deleted", json(isDeleted)),
      ("links", json(unlessEmpty: links)),
    ]
  }
}

extension ClusterTask: Rendered {
  var members: [(String, JSONValue?)] {
    [("id", json(id)), ("name", json(name)), ("description", json(description))]
  }
}

extension ClusterMember: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("type", json(type)),
      ("status", json(status?.rawValue)), ("flavor", json(flavor)), ("volume", json(volume)),
      ("ip", json(unlessEmpty: ip)), ("links", json(unlessEmpty: links)),
    ]
  }
}

extension Module: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("type", json(type)),
      ("description", json(description)), ("tenant_id", json(tenantID)),
      ("tenant", json(tenantID)), ("datastore", json(datastore)),
      ("datastore_id", json(datastoreID)), ("datastore_version", json(datastoreVersion)),
      ("datastore_version_id", json(datastoreVersionID)), ("auto_apply", json(isAutoApplied)),
      ("priority_apply", json(hasPriority)), ("apply_order", json(applyOrder)),
      ("is_admin", json(isAdmin)), ("visible", json(isVisible)),
      ("live_update", json(isLiveUpdated)), ("instance_count", json(instanceCount)),
      ("md5", json(md5)), ("created", json(created)), ("updated", json(updated)),
    ]
  }
}

extension ModuleInstanceCount: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("module_id", json(moduleID)), ("module_name", json(moduleName)),
      ("module_md5", json(moduleMD5)), ("instance_count", json(instanceCount)),
      ("current", json(isCurrent)), ("min_updated_date", json(firstUpdated)),
      ("max_updated_date", json(lastUpdated)),
    ]
  }
}

extension ManagementDatastoreVersion: Rendered {
  var members: [(String, JSONValue?)] {
    [
      ("id", json(id)), ("name", json(name)), ("version", json(version)),
      ("datastore_id", json(datastoreID)), ("datastore_name", json(datastoreName)),
      ("datastore_manager", json(datastoreManager)), ("image", json(image)),
      ("image_tags", json(imageTags)), ("packages", json(packages)), ("active", json(isActive)),
      ("default", json(isDefault)),
    ]
  }
}
