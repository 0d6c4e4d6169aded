package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings forms of app JSON that Marathon has given up to those it has now. What is deprecated may
 * be written, and is never seen again.
 */
final class DeprecatedForms {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> ARCHIVES =
      List.of(".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz", ".zip");

  private final ObjectNode app;
  private final String path;
  private final Problems problems;

  private DeprecatedForms(ObjectNode app, String path, Problems problems) {
    this.app = app;
    this.path = path;
    this.problems = problems;
  }

  /** A copy of an app, or of a change to one, without deprecated forms. */
  static ObjectNode replaced(ObjectNode written, String path, Problems problems) {
    DeprecatedForms forms = new DeprecatedForms(written.deepCopy(), path, problems);
    forms.uris();
    forms.ports();
    forms.dockerPortMappings();
    forms.dockerNetwork();
    forms.ipAddress();
    forms.bridgePorts();
    forms.app.remove(List.of("storeUrls", "residency"));
    return forms.app;
  }

  private void uris() {
    if (app.remove("uris") instanceof ArrayNode uris && !uris.isEmpty()) {
      if (size("fetch") > 0) {
        broken("uris", "may not be set in conjunction with fetch");
        return;
      }
      ArrayNode fetch = app.putArray("fetch");
      for (JsonNode uri : uris) {
        String file = uri.asText().toLowerCase(Locale.ROOT);
        fetch
            .addObject()
            .put("uri", uri.asText())
            .put("extract", ARCHIVES.stream().anyMatch(file::endsWith));
      }
    }
  }

  private void ports() {
    if (app.remove("ports") instanceof ArrayNode ports) {
      if (app.get("portDefinitions") instanceof ArrayNode definitions && !definitions.isEmpty()) {
        boolean same = ports.size() == definitions.size();
        for (int i = 0; same && i < ports.size(); i++) {
          same = ports.get(i).asInt() == definitions.get(i).path("port").asInt();
        }
        if (!same && !ports.isEmpty()) {
          broken("", "cannot specify both ports and port definitions");
        }
        return;
      }
      ArrayNode definitions = app.putArray("portDefinitions");
      for (int i = 0; i < ports.size(); i++) {
        definitions.addObject().set("port", ports.get(i));
        if (ports.size() == 1) {
          ((ObjectNode) definitions.get(i)).put("name", "default");
        }
      }
    }
  }

  private Optional<ObjectNode> container() {
    return app.get("container") instanceof ObjectNode c ? Optional.of(c) : Optional.empty();
  }

  private Optional<ObjectNode> docker() {
    return container()
        .filter(c -> c.get("docker") instanceof ObjectNode)
        .map(c -> (ObjectNode) c.get("docker"));
  }

  private void dockerPortMappings() {
    docker()
        .ifPresent(
            docker -> {
              if (docker.remove("portMappings") instanceof ArrayNode old) {
                ObjectNode container = container().orElseThrow();
                if (!container.has("portMappings") || container.get("portMappings").isNull()) {
                  container.set("portMappings", old);
                } else if (!container.get("portMappings").equals(old) && !old.isEmpty()) {
                  broken(
                      "container/portMappings",
                      "cannot specify both container.portMappings and container.docker.portMappings");
                }
              }
            });
  }

  private void dockerNetwork() {
    Optional<JsonNode> network = docker().map(docker -> docker.remove("network"));
    if (network.filter(JsonNode::isTextual).isEmpty()) {
      return;
    }
    if (size("networks") > 0) {
      broken("", "must not specify both container.docker.network and networks");
      return;
    }
    switch (network.get().asText().toUpperCase(Locale.ROOT)) {
      case "HOST" -> app.putArray("networks").addObject().put("mode", "host");
      case "BRIDGE" -> app.putArray("networks").addObject().put("mode", "container/bridge");
      case "USER" -> {
        if (!app.has("ipAddress")) {
          app.putArray("networks").addObject().put("mode", "container");
        }
      }
      default ->
          broken(
              "container/docker/network",
              "'" + network.get().asText() + "' is not supported: use networks");
    }
    hostPortsGoWithHostNetworking();
  }

  /** Host networking was combined with port mappings, which meant nothing. */
  private void hostPortsGoWithHostNetworking() {
    boolean onHost = app.path("networks").path(0).path("mode").asText().equals("host");
    if (onHost) {
      container().ifPresent(container -> container.remove("portMappings"));
    }
  }

  private void ipAddress() {
    if (!(app.remove("ipAddress") instanceof ObjectNode address)) {
      return;
    }
    if (size("networks") > 0) {
      broken("", "must not specify both networks and ipAddress");
      return;
    }
    if (size("portDefinitions") > 0) {
      broken("", "cannot specify both an IP address and port");
      return;
    }
    ObjectNode network = app.putArray("networks").addObject().put("mode", "container");
    if (address.hasNonNull("networkName")) {
      network.set("name", address.get("networkName"));
    }
    if (address.get("labels") instanceof ObjectNode labels) {
      network.set("labels", labels);
    }
    if (address.path("discovery").get("ports") instanceof ArrayNode ports && !ports.isEmpty()) {
      ObjectNode container =
          container().orElseGet(() -> app.putObject("container").put("type", "MESOS"));
      ArrayNode mappings = container.putArray("portMappings");
      for (JsonNode port : ports) {
        ObjectNode mapping = mappings.addObject();
        mapping.set("containerPort", port.path("number"));
        mapping.set("name", port.path("name"));
        mapping.set(
            "protocol", port.hasNonNull("protocol") ? port.get("protocol") : JSON.textNode("tcp"));
      }
    }
  }

  /** A container on the bridge is reached through ports of the machine, asked for or not. */
  private void bridgePorts() {
    boolean bridge = false;
    for (JsonNode network : app.path("networks")) {
      bridge |= network.path("mode").asText().equals("container/bridge");
    }
    if (bridge && container().filter(c -> c.get("portMappings") instanceof ArrayNode).isPresent()) {
      for (JsonNode mapping : container().orElseThrow().get("portMappings")) {
        if (mapping instanceof ObjectNode object && !object.hasNonNull("hostPort")) {
          object.put("hostPort", 0);
        }
      }
    }
  }

  private int size(String name) {
    return app.path(name).size();
  }

  private void broken(String name, String rule) {
    problems.broken(name.isEmpty() ? path : path + "/" + name, rule);
  }
}
