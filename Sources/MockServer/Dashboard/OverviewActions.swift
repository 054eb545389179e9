import HTTPMessage
import HTTPServer
import JSON

/// `GET /__admin/services`: the services with all that a person needs to point a client at them:
///
///     { "version": …, "services": [ { "name": "workqueue", "title": …, "profile": "documented",
///       "profiles": […], "places": { "url": … }, "base_url": …, "environment": { … },
///       "tokens": { … }, "messages": false } ] }
///
/// `messages` tells whether the service takes messages.
enum OverviewActions {
  static func services(_ call: AdminRequest) throws(AdminError) -> HTTPResponse {
    try call.onlyParameters("service")
    let services = try call.selectedWorlds().map { world -> JSONValue in
      let description = world.description
      let urls = world.group.urls
      return [
        "name": .string(description.name),
        "title": .string(description.title),
        "profile": .string(description.profile),
        "profiles": .array(description.profiles.map { .string($0) }),
        "places": .object(description.places(urls: urls)),
        "base_url": description.parameters(urls: urls)["base_url"] ?? "",
        "environment": .object(description.variables(urls: urls)),
        "tokens": .object(description.tokens),
        "messages": .bool(world.messages != nil),
      ]
    }
    return .json(
      JSONWriter.pretty([
        "version": .string(Understudy.version), "services": .array(services),
      ]))
  }
}
