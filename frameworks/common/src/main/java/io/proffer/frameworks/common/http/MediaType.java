package io.proffer.frameworks.common.http;

import java.util.List;
import java.util.Locale;

/** JSON or YAML, as a request says. */
public final class MediaType {

  /** How YAML is named. */
  public static final String YAML = "application/x-yaml";

  private static final List<String> YAMLS =
      List.of(YAML, "application/yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml");

  private MediaType() {}

  /** Whether a body of this type is YAML; anything else is taken for JSON. */
  public static boolean isYaml(String contentType) {
    return YAMLS.contains(name(contentType));
  }

  /** Whether YAML is asked for rather than JSON: it is named, and JSON is not named before it. */
  public static boolean wantsYaml(String accept) {
    for (String range : accept.split(",", -1)) {
      if (isYaml(range)) {
        return true;
      }
      if (name(range).equals("application/json")) {
        return false;
      }
    }
    return false;
  }

  private static String name(String type) {
    return type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
  }
}
