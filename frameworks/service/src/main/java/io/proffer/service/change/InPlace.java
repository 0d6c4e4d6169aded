package io.proffer.service.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.service.json.AppWriter;
import io.proffer.service.model.App;
import java.util.List;

/** Which changes of an app leave its instances as they are. */
final class InPlace {

  /** What no running task knows of; Marathon replaces instances for it all the same. */
  private static final List<String> METADATA =
      List.of(
          "labels",
          "constraints",
          "dependencies",
          "upgradeStrategy",
          "backoffSeconds",
          "backoffFactor",
          "maxLaunchDelaySeconds",
          "killSelection",
          "unreachableStrategy",
          "acceptedResourceRoles",
          "readinessChecks");

  /** What of {@code proffer} is part of a task. */
  private static final List<String> PART_OF_TASKS = List.of("indexed", "configs");

  private InPlace() {}

  /**
   * Whether instances of the one are as good as instances of the other. Fields that nobody has
   * thought of here are taken to matter.
   */
  static boolean runsOn(App old, App next) {
    boolean metadataToo = next.spec().extension().updateInPlace();
    return essence(old, metadataToo)
        .equals(essence(next.withInstances(old.instances()), metadataToo));
  }

  private static ObjectNode essence(App app, boolean metadataToo) {
    ObjectNode json = AppWriter.write(app);
    json.remove(List.of("version", "versionInfo"));
    if (metadataToo) {
      json.remove(METADATA);
    }
    if (json.get("proffer") instanceof ObjectNode extension) {
      extension.retain(PART_OF_TASKS);
      if (extension.isEmpty()) {
        json.remove("proffer");
      }
    }
    return json;
  }
}
