package io.proffer.discovery.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.discovery.catalog.Catalog.Endpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what Marathon's API says of apps. */
public final class CatalogReader {

  private CatalogReader() {}

  /**
   * Reads the answers to {@code /v2/info} and {@code /v2/apps?embed=apps.tasks}. What is missing in
   * them is missing in the catalog; nothing makes it fail.
   */
  public static Catalog read(JsonNode info, JsonNode apps) {
    List<App> list = new ArrayList<>();
    apps.path("apps").forEach(app -> list.add(app(app)));
    list.removeIf(app -> !app.id().startsWith("/"));
    list.sort(Comparator.comparing(App::id));
    JsonNode config = info.path("marathon_config");
    return new Catalog(
        config.path("framework_name").asText("marathon"),
        Endpoint.parse(info.path("leader").asText()),
        authority(config.path("mesos_leader_ui_url").asText()),
        list);
  }

  private static Optional<Endpoint> authority(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getAuthority()).flatMap(Endpoint::parse);
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static App app(JsonNode app) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> label : app.path("labels").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    boolean checked = !app.path("healthChecks").isEmpty();
    List<Instance> instances = new ArrayList<>();
    app.path("tasks").forEach(task -> instances.add(instance(task, checked)));
    instances.sort(Comparator.comparing(Instance::taskId));
    boolean ownAddresses = app.path("networks").path(0).path("mode").asText().equals("container");
    return new App(app.path("id").asText(), labels, ownAddresses, ports(app), checked, instances);
  }

  private static List<App.Port> ports(JsonNode app) {
    JsonNode mappings = app.path("container").path("portMappings");
    List<App.Port> ports = new ArrayList<>();
    for (JsonNode mapping : mappings) {
      ports.add(
          new App.Port(
              mapping.path("containerPort").asInt(),
              mapping.path("servicePort").asInt(),
              protocols(mapping),
              mapping.path("name").asText("")));
    }
    if (mappings.isMissingNode()) {
      for (JsonNode definition : app.path("portDefinitions")) {
        ports.add(
            new App.Port(
                0,
                definition.path("port").asInt(),
                protocols(definition),
                definition.path("name").asText("")));
      }
    }
    return ports;
  }

  private static List<String> protocols(JsonNode port) {
    return List.of(port.path("protocol").asText("tcp").split(",", -1));
  }

  private static Instance instance(JsonNode task, boolean checked) {
    List<String> addresses = new ArrayList<>();
    task.path("ipAddresses").forEach(ip -> addresses.add(ip.path("ipAddress").asText()));
    List<Integer> ports = new ArrayList<>();
    task.path("ports").forEach(port -> ports.add(port.asInt()));
    return new Instance(
        task.path("id").asText(),
        task.path("slaveId").asText(),
        task.path("host").asText(),
        addresses,
        ports,
        task.path("canary").asBoolean(),
        state(task, checked));
  }

  private static Instance.State state(JsonNode task, boolean checked) {
    return switch (task.path("state").asText()) {
      case "TASK_RUNNING" -> checked && !isAlive(task) ? Instance.State.UNWELL : Instance.State.UP;
      case "TASK_KILLING" -> Instance.State.LEAVING;
      default -> Instance.State.DOWN;
    };
  }

  private static boolean isAlive(JsonNode task) {
    JsonNode results = task.path("healthCheckResults");
    for (JsonNode result : results) {
      if (!result.path("alive").asBoolean()) {
        return false;
      }
    }
    return !results.isEmpty();
  }
}
