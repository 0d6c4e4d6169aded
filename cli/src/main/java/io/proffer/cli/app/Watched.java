package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment is watched by: one app, or all those of a group.
 *
 * @param id a path
 */
public record Watched(String id, boolean isGroup) {

  /** One app. */
  public static Watched app(String id) {
    return new Watched(Definition.path(id), false);
  }

  /** All apps of a group. */
  public static Watched group(String id) {
    return new Watched(Definition.path(id), true);
  }

  /** The apps that there are now, with their tasks. */
  List<JsonNode> apps(ServiceClient service) {
    List<JsonNode> apps = new ArrayList<>();
    if (isGroup) {
      String path = id.equals("/") ? "/v2/apps/*" : "/v2/apps" + id + "/*";
      service.get(path).path("*").forEach(apps::add);
    } else {
      Optional<JsonNode> app = service.find("/v2/apps" + id);
      app.ifPresent(found -> apps.add(found.path("app")));
    }
    return apps;
  }
}
