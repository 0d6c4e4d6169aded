package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A sign for each instance: {@code #} as it shall be, {@code +} on its way there, {@code -} of a
 * former version or about to go, {@code .} not there yet.
 */
final class Blocks {

  private static final Set<String> COMING =
      Set.of("staging", "starting", "running", "unhealthy", "unreachable");

  private final String signs;
  private final Set<String> current;
  private final List<JsonNode> apps;

  private Blocks(String signs, Set<String> current, List<JsonNode> apps) {
    this.signs = signs;
    this.current = current;
    this.apps = apps;
  }

  /** Of apps that were asked for with their tasks. */
  static Blocks of(List<JsonNode> apps) {
    StringBuilder done = new StringBuilder();
    StringBuilder coming = new StringBuilder();
    StringBuilder going = new StringBuilder();
    StringBuilder missing = new StringBuilder();
    Set<String> current = new LinkedHashSet<>();
    for (JsonNode app : apps) {
      String goal = app.path("healthChecks").isEmpty() ? "running" : "healthy";
      int left = app.path("instances").asInt();
      for (InstanceRow instance : InstanceRow.of(app)) {
        boolean now = isCurrent(instance.version(), app);
        if (now) {
          current.add(instance.id());
        }
        if (now && instance.state().equals(goal)) {
          done.append('#');
          left--;
        } else if (now && COMING.contains(instance.state())) {
          coming.append('+');
          left--;
        } else {
          going.append('-');
        }
      }
      missing.append(".".repeat(Math.max(0, left)));
    }
    return new Blocks("" + done + coming + going + missing, current, apps);
  }

  /**
   * Whether what was launched from a version is what the app is now, but for how many instances
   * there are.
   */
  static boolean isCurrent(String version, JsonNode app) {
    String changed =
        app.path("versionInfo").path("lastConfigChangeAt").asText(app.path("version").asText());
    return version.compareTo(changed) >= 0; // times in one form sort as texts
  }

  /** Also of an instance that has gone, where there is one app that it can have been of. */
  private boolean isNew(InstanceRow instance) {
    return current.contains(instance.id())
        || (apps.size() == 1 && isCurrent(instance.version(), apps.getFirst()));
  }

  /** What has become of an instance, behind the signs of all. */
  String line(InstanceRow instance, String state) {
    return "  [%s]  %s %s at %s is %s"
        .formatted(
            signs, isNew(instance) ? "new" : "old", instance.shortId(), instance.address(), state);
  }
}
