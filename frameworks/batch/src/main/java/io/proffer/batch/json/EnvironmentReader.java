package io.proffer.batch.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads environment variables, whose values are texts or secrets. */
final class EnvironmentReader {

  private EnvironmentReader() {}

  /** Those that are texts; those that are secrets are told to who reads these. */
  static Map<String, String> read(Fields f, SecretsReader secrets) {
    Map<String, String> env = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : f.entries("env")) {
      String name = entry.getKey();
      if (name.isEmpty() || name.contains("=") || name.indexOf('\0') >= 0) {
        f.broken("env/" + name, "is no name for a variable");
      } else if (entry.getValue().isTextual()) {
        env.put(name, entry.getValue().textValue());
      } else if (entry.getValue().path("secret").isTextual() && entry.getValue().size() == 1) {
        secrets.variable(name, entry.getValue().path("secret").textValue());
      } else {
        f.broken("env/" + name, "must be a string, or {\"secret\": ...} with a name of secrets");
      }
    }
    return env;
  }
}
