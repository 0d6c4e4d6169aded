package io.proffer.master.validation;

import io.proffer.core.model.Resources;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** Limits are on cpus and memory only, and not below what is asked for. */
final class LimitRules {
  private LimitRules() {}

  static Optional<String> problem(TaskInfo task, Resources resources) {
    Map<String, Value.Scalar> limits = task.getLimitsMap();
    for (String name : limits.keySet()) {
      if (!name.equals("cpus") && !name.equals("mem")) {
        return Optional.of("Only cpus and mem may be included in a task's resource limits");
      }
    }
    return problem(limits, resources, "cpus", "CPU", "cpu")
        .or(() -> problem(limits, resources, "mem", "memory", "memory"));
  }

  private static Optional<String> problem(
      Map<String, Value.Scalar> limits,
      Resources resources,
      String name,
      String title,
      String word) {
    Value.Scalar limit = limits.get(name);
    if (limit == null) {
      return Optional.empty();
    }
    if (resources.scalarMillis(name) == 0) {
      return Optional.of(
          String.format(
              "When a %s limit is specified, a %s request must also be specified", title, title));
    }
    return limit.getValue() < resources.scalar(name)
        ? Optional.of(
            String.format(
                "The %s limit must be greater than or equal to the %s request", word, word))
        : Optional.empty();
  }
}
