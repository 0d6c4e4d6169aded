package io.proffer.batch.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads environment variables, whose values are texts or, some day, secrets. */
final class EnvironmentReader {

  private EnvironmentReader() {}

  static Map<String, String> read(Fields f) {
    Map<String, String> env = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : f.entries("env")) {
      String name = entry.getKey();
      if (name.isEmpty() || name.contains("=") || name.indexOf('\0') >= 0) {
        f.broken("env/" + name, "is no name for a variable");
      } else if (entry.getValue().isTextual()) {
        env.put(name, entry.getValue().textValue());
      } else if (entry.getValue().has("secret")) {
        f.broken("env/" + name, "secrets are not supported yet");
      } else {
        f.broken("env/" + name, "must be a string");
      }
    }
    return env;
  }
}
