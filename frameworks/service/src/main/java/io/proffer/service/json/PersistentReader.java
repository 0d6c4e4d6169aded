package io.proffer.service.json;

import io.proffer.service.model.AppSpec;
import io.proffer.service.model.Constraint;
import io.proffer.service.model.UnreachableStrategy;
import io.proffer.service.model.Volume;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads volumes that belong to instances, and what follows from having some. */
final class PersistentReader {

  private static final String ANY_ROLE = "*";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  private PersistentReader() {}

  /** Of a pod: it is at a path of its name, which containers ask for. */
  static Volume.Persistent ofPod(Fields f, String name) {
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      f.broken("name", "must fully match regular expression '" + NAME + "'");
    }
    return f.object("persistent", p -> persistent(p, name)).orElseGet(() -> nothing(name));
  }

  static Volume volume(Fields f, String containerPath) {
    if (containerPath.contains("/")) {
      f.broken("containerPath", "value must not contain \"/\"");
    }
    if (containerPath.equals(".") || containerPath.equals("..")) {
      f.broken("containerPath", "must not be '.' or '..'");
    }
    return f.object("persistent", p -> persistent(p, containerPath))
        .orElseGet(() -> nothing(containerPath));
  }

  private static Volume.Persistent nothing(String containerPath) {
    return new Volume.Persistent(containerPath, Volume.Disk.ROOT, 1, Optional.empty(), List.of());
  }

  private static Volume.Persistent persistent(Fields f, String containerPath) {
    Volume.Disk disk = f.choice("type", Volume.Disk.ROOT, Enum::name, Volume.Disk.values());
    f.refuse("profileName", "storage profiles are");
    double size = f.number("size", 0, 0);
    if (!(size > 0)) {
      f.broken("size", "got " + (long) size + ", expected more than 0");
    }
    Optional<Double> most =
        f.has("maxSize") ? Optional.of(f.number("maxSize", 0, 0)) : Optional.empty();
    if (most.isPresent() && disk != Volume.Disk.MOUNT) {
      f.broken("", "Only mount volumes can have maxSize");
    }
    if (most.filter(max -> max <= size).isPresent()) {
      f.broken("", "Max size must be larger than size");
    }
    List<Constraint> paths = ConstraintReader.constraints(f);
    if (!paths.isEmpty() && disk == Volume.Disk.ROOT) {
      f.broken("", "Constraints on root volumes are not supported");
    }
    for (Constraint constraint : paths) {
      if (!constraint.field().equals("path")) {
        f.broken("constraints", "Unsupported constraint " + constraint);
      } else if (constraint.operator() != Constraint.Operator.LIKE
          && constraint.operator() != Constraint.Operator.UNLIKE) {
        f.broken("constraints", "Operator must be one of LIKE, UNLIKE");
      }
    }
    return new Volume.Persistent(containerPath, disk, size, most, paths);
  }

  /** What holds of an app with such volumes. */
  static void check(Fields app, AppSpec spec) {
    if (!spec.isResident()) {
      return;
    }
    if (spec.role().equals(ANY_ROLE)) {
      app.broken(
          "role",
          "Resident apps cannot have the role *: start the framework with --role, or give the app"
              + " that of its top-level group, as /dev/db may have dev");
    }
    if (spec.upgradeStrategy().maximumOverCapacity() > 0) {
      app.broken("upgradeStrategy/maximumOverCapacity", "got 1.0, expected 0.0");
    }
    if (!(spec.unreachableStrategy() instanceof UnreachableStrategy.Wait)) {
      app.broken("", "unreachableStrategy must be disabled for resident tasks");
    }
    long places =
        spec.persistentVolumes().stream().map(Volume.Persistent::containerPath).distinct().count();
    if (places < spec.persistentVolumes().size()) {
      app.broken("container/volumes", "containerPath must be unique");
    }
    if (spec.run().executor().isPresent()) {
      app.broken("executor", "apps with persistent volumes have the agent's own executor");
    }
  }
}
