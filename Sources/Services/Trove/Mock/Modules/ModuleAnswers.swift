import HTTPMessage
import JSON
import MockServer

/// Reading modules (sheet, sections 4 and 8).
extension TroveRoute {
  static var modules: [TroveRoute] {
    let one = "/modules/{id}"
    return [
      TroveRoute(.get, "/modules") { call, state throws(TroveRefusal) in
        try call.listModules(state)
      },
      TroveRoute(.post, "/modules") { call, state throws(TroveRefusal) in
        let module = try call.createModule(&state)
        return call.answer(module, state)
      },
      TroveRoute(.get, one) { call, state throws(TroveRefusal) in
        let module = try state.module(call.id(), for: call)
        let count = state.instances(with: module.id).count { $0.applied.module.md5 == module.md5 }
        return call.answer(module, state, instances: count)
      },
      TroveRoute(.put, one) { call, state throws(TroveRefusal) in
        let module = try call.updateModule(&state)
        return call.answer(module, state)
      },
      TroveRoute(.delete, one) { call, state throws(TroveRefusal) in
        try call.deleteModule(&state)
      },
      TroveRoute(.get, one + "/instances") { call, state throws(TroveRefusal) in
        let module = try state.module(call.id(), for: call)
        return call.flag("count_only")
          ? call.countInstances(of: module, state) : try call.listInstances(of: module, state)
      },
      TroveRoute(.put, one + "/instances") { call, state throws(TroveRefusal) in
        try call.reapplyModule(&state)
      },
    ]
  }
}

extension TroveCall {
  fileprivate func answer(
    _ module: Module, _ state: TroveState, instances: Int? = nil
  ) -> HTTPResponse {
    Self.envelope("module") { json in
      json.beginObject()
      writeMembers(module, state.catalogue, to: &json)
      json.key("live_update")
      json.bool(module.isLive)
      if let instances {
        json.key("instance_count")
        json.int(instances)
      }
      json.endObject()
    }
  }

  /// All of them: this list has no pages.
  fileprivate func listModules(_ state: TroveState) throws(TroveRefusal) -> HTTPResponse {
    var shown = state.modules.records(of: nil).filter { $0.isSeen(by: self) }
    if let wanted = query("datastore"), !wanted.isEmpty {
      let datastore =
        wanted.lowercased() == Module.all ? nil : try state.catalogue.datastore(wanted)
      shown.removeAll { $0.datastore != datastore?.id }
    }
    return Self.envelope("modules", reserving: 512 * shown.count + 64) { json in
      json.beginArray()
      for module in shown {
        json.beginObject()
        writeMembers(module, state.catalogue, to: &json)
        json.endObject()
      }
      json.endArray()
    }
  }

  private func writeMembers(_ module: Module, _ catalogue: Catalogue, to json: inout JSONWriter) {
    json.key("id")
    json.string(module.id)
    json.key("name")
    json.string(module.name)
    json.key("type")
    json.string(module.type)
    json.key("description")
    json.optional(module.description)
    json.key("tenant_id")
    json.optional(module.project)
    json.key("datastore_id")
    json.optional(module.datastore)
    json.key("datastore_version_id")
    json.optional(module.version)
    json.key("auto_apply")
    json.bool(module.isAutomatic)
    json.key("priority_apply")
    json.bool(module.isUrgent)
    json.key("apply_order")
    json.int(module.order)
    json.key("is_admin")
    json.bool(module.isAdmins)
    json.key("md5")
    json.string(module.md5)
    json.key("visible")
    json.bool(module.isVisible)
    json.key("created")
    json.string(module.created.iso8601Seconds)
    json.key("updated")
    json.string(module.updated.iso8601Seconds)
    writeScope(module, catalogue, to: &json)
  }

  /// Whom and what a module is for, in names.
  func writeScope(_ module: Module, _ catalogue: Catalogue, to json: inout JSONWriter) {
    let datastore = catalogue.datastores.first { $0.id == module.datastore }
    json.key("tenant")
    json.string(module.project ?? Module.all)
    json.key("datastore")
    json.string(datastore?.name ?? Module.all)
    json.key("datastore_version")
    json.string(module.version.flatMap { catalogue.version($0)?.name } ?? Module.all)
  }

  /// The instances that the caller may see; members of clusters only when they are asked for.
  private func seenInstances(
    of module: Module, _ state: TroveState
  ) -> [(instance: Instance, applied: AppliedModule)] {
    let withMembers = flag("include_clustered")
    return state.instances(with: module.id).filter {
      (isAdmin || $0.instance.project == project) && (withMembers || $0.instance.cluster == nil)
    }
  }

  fileprivate func listInstances(
    of module: Module, _ state: TroveState
  ) throws(TroveRefusal) -> HTTPResponse {
    let instances = seenInstances(of: module, state).map(\.instance)
    let (page, next) = try page(of: instances, after: query("marker"), key: \.id)
    var json = JSONWriter(reserving: 1_024 * page.count + 256)
    json.beginObject()
    json.key("instances")
    json.beginArray()
    for instance in page.sorted(by: { $0.created > $1.created }) {
      write(instance, .list, state, to: &json)
    }
    json.endArray()
    if let next { writeNext(next, to: &json) }
    json.endObject()
    return .json(json.finish())
  }

  /// How many instances have which contents of a module, the longest unchanged first.
  fileprivate func countInstances(of module: Module, _ state: TroveState) -> HTTPResponse {
    let groups = Dictionary(grouping: seenInstances(of: module, state).map(\.applied)) {
      $0.module.md5
    }.sorted {
      ($0.value.map(\.updated).min() ?? now, $0.key)
        < ($1.value.map(\.updated).min() ?? now, $1.key)
    }
    return Self.envelope("instances") { json in
      json.beginArray()
      for (md5, applied) in groups {
        let times = applied.map(\.updated)
        json.beginObject()
        json.key("module_name")
        json.string(module.name)
        json.key("module_id")
        json.string(module.id)
        json.key("module_md5")
        json.string(md5)
        json.key("instance_count")
        json.int(applied.count)
        json.key("current")
        json.bool(md5 == module.md5)
        json.key("min_updated_date")
        json.string((times.min() ?? now).iso8601Seconds)
        json.key("max_updated_date")
        json.string((times.max() ?? now).iso8601Seconds)
        json.endObject()
      }
      json.endArray()
    }
  }
}
