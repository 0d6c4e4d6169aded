package io.proffer.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Holds {@code /openapi.json} to the routes: every method of every path that is known. */
final class DocumentedRoutes {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** Streams; asked for elsewhere. */
  private static final String EVENTS = "/v2/events";

  /** Asks for something. */
  @FunctionalInterface
  interface Client {
    /** The status of the answer. */
    int status(String method, String path) throws Exception;
  }

  private DocumentedRoutes() {}

  /** What the document says and the routes do not, and the reverse; none is as it should be. */
  static List<String> differences(JsonNode document, Set<String> resources, Client client)
      throws Exception {
    List<String> differences = new ArrayList<>();
    Set<String> documented = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      documented.add(path.getKey());
      for (String method : METHODS) {
        boolean said = path.getValue().has(method.toLowerCase(Locale.ROOT));
        boolean there = isThere(method, path.getKey(), client);
        if (said != there && !(there && isPartOfAnId(path.getKey(), method, document))) {
          differences.add(
              method + " " + path.getKey() + (said ? " is not there" : " is not documented"));
        }
      }
    }
    for (String resource : resources) {
      boolean known = documented.stream().anyMatch(path -> path.startsWith("/v2/" + resource));
      if (!known && isThere("GET", "/v2/" + resource, client)) {
        differences.add("/v2/" + resource + " is not documented");
      }
    }
    return differences;
  }

  /** Ids have slashes: {@code /v2/groups/a/apps} can be a group {@code /a/apps}. */
  private static boolean isPartOfAnId(String path, String method, JsonNode document) {
    for (Map.Entry<String, JsonNode> other : document.path("paths").properties()) {
      boolean shorter = other.getKey().endsWith("{id}") && path.startsWith(other.getKey() + "/");
      if (shorter && other.getValue().has(method.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isThere(String method, String path, Client client) throws Exception {
    if (path.equals(EVENTS)) {
      return method.equals("GET");
    }
    int status = client.status(method, path.replace("{id}", "nobody").replaceAll("\\{\\w+}", "x"));
    return status != 405 && status != 501;
  }
}
