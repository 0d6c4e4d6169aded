package io.proffer.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.Times;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.PathId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code /proffer/v1/configs}: named entries that instances get as variables or files. */
final class ConfigsEndpoint implements Endpoint {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}");
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_BYTES = 1 << 20;

  private final Backend backend;

  ConfigsEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    List<String> rest = request.rest(3);
    if (rest.isEmpty()) {
      Routes.require(request, "GET");
      return Answer.ok(list());
    }
    String name = rest.getFirst();
    if (rest.size() == 2 && rest.get(1).equals("versions")) {
      Routes.require(request, "GET");
      return Answer.ok(versions(name));
    }
    if (rest.size() > 1) {
      throw HttpProblem.of(404, "There is nothing at " + request.uri());
    }
    return switch (request.method()) {
      case "GET" -> Answer.ok(json(known(name).getLast()));
      case "PUT" -> put(name, entries(request.object()));
      case "DELETE" -> remove(name);
      default -> throw Routes.wrongMethod(request);
    };
  }

  private List<ConfigMap> known(String name) throws HttpProblem {
    List<ConfigMap> versions = backend.ask((kernel, now) -> kernel.configVersions(name));
    if (versions.isEmpty()) {
      throw HttpProblem.missing("Config '" + name + "'");
    }
    return versions;
  }

  private Answer put(String name, Map<String, String> entries) throws HttpProblem {
    if (!NAME.matcher(name).matches()) {
      throw HttpProblem.invalid(
          "/name", "must fully match regular expression '" + NAME.pattern() + "'");
    }
    Optional<ConfigMap> made = backend.ask((kernel, now) -> kernel.config(name, entries, now));
    if (made.isEmpty()) {
      throw HttpProblem.of(403, "There are " + ConfigMap.MAX + " configs, and can be no more");
    }
    return Answer.json(made.get().version() == 1 ? 201 : 200, json(made.get()));
  }

  private static Map<String, String> entries(ObjectNode json) throws HttpProblem {
    if (!(json.path("entries") instanceof ObjectNode written) || json.size() > 1) {
      throw HttpProblem.invalid("/entries", "must be an object, and all there is");
    }
    Map<String, String> entries = new LinkedHashMap<>();
    long size = 0;
    for (Map.Entry<String, JsonNode> entry : written.properties()) {
      String at = "/entries/" + entry.getKey();
      if (!KEY.matcher(entry.getKey()).matches() || entry.getKey().contains("..")) {
        throw HttpProblem.invalid(
            at, "must fully match regular expression '" + KEY.pattern() + "', without '..'");
      }
      if (!entry.getValue().isTextual()) {
        throw HttpProblem.wrongType(at, "error.expected.jsstring");
      }
      String value = entry.getValue().textValue();
      size += value.getBytes(StandardCharsets.UTF_8).length;
      entries.put(entry.getKey(), value);
    }
    if (entries.size() > MAX_ENTRIES || size > MAX_BYTES) {
      throw HttpProblem.invalid(
          "/entries",
          "must be at most " + MAX_ENTRIES + " entries of " + MAX_BYTES + " bytes in all");
    }
    return entries;
  }

  private Answer remove(String name) throws HttpProblem {
    var unused = known(name);
    Set<PathId> users = backend.ask((kernel, now) -> kernel.removeConfig(name));
    if (!users.isEmpty()) {
      throw HttpProblem.of(409, "Config '" + name + "' is used by " + users);
    }
    return Answer.empty(204);
  }

  private ObjectNode list() throws HttpProblem {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode all = out.putArray("configs");
    backend.ask((kernel, now) -> kernel.configs()).forEach(c -> all.add(head(c)));
    return out;
  }

  private ObjectNode versions(String name) throws HttpProblem {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("name", name);
    ArrayNode all = out.putArray("versions");
    known(name).reversed().forEach(c -> all.add(json(c)));
    return out;
  }

  private static ObjectNode head(ConfigMap config) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", config.name())
        .put("version", config.version())
        .put("changedAt", Times.text(config.changedAt()));
  }

  private static ObjectNode json(ConfigMap config) {
    ObjectNode out = head(config);
    ObjectNode entries = out.putObject("entries");
    config.entries().forEach(entries::put);
    return out;
  }
}
