package io.proffer.master.validation;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/** What a task or an executor may ask for. The resources are well formed already. */
final class ResourceRules {
  private static final long WHOLE = 1000;

  private ResourceRules() {}

  static Optional<String> problemOfTask(TaskInfo task, Resources resources, String role) {
    List<Resource> asked = task.getResourcesList();
    if (asked.isEmpty()) {
      return Optional.of("Task uses no resources");
    }
    return problemOfEach(asked, resources)
        .map(why -> "Task uses invalid resources: " + why)
        .or(() -> repeatedVolume(asked).map(why -> "Task uses duplicate persistence ID: " + why))
        .or(() -> problemOfRoles(asked, role).map(why -> "Invalid task resources: " + why))
        .or(
            () ->
                mixed(resources)
                    .map(why -> "Task mixes revocable and non-revocable resources: " + why));
  }

  static Optional<String> problemOfExecutor(
      ExecutorInfo executor, Resources resources, String role) {
    List<Resource> asked = executor.getResourcesList();
    return problemOfEach(asked, resources)
        .map(why -> "Executor uses invalid resources: " + why)
        .or(
            () ->
                repeatedVolume(asked).map(why -> "Executor uses duplicate persistence ID: " + why))
        .or(() -> problemOfRoles(asked, role).map(why -> "Invalid executor resources: " + why))
        .or(
            () ->
                mixed(resources)
                    .map(why -> "Executor mixes revocable and non-revocable resources: " + why));
  }

  static Optional<String> problemOfTaskWithExecutor(
      TaskInfo task, Resources ofTask, Resources ofExecutor) {
    if (overlap(ofTask, ofExecutor)) {
      return Optional.of(
          "There are overlapping resources in the task resources "
              + ofTask
              + " and executor resources "
              + ofExecutor);
    }
    List<Resource> both = new ArrayList<>(task.getResourcesList());
    both.addAll(task.getExecutor().getResourcesList());
    return repeatedVolume(both)
        .map(why -> "Task and its executor use duplicate persistence ID: " + why)
        .or(
            () ->
                mixed(ofTask.plus(ofExecutor))
                    .map(
                        why ->
                            "Task and its executor mix revocable and non-revocable resources: "
                                + why));
  }

  /** Whether the same port, or the same item of a set, is in both. */
  static boolean overlap(Resources a, Resources b) {
    for (Entry entry : a.intersect(b).entries()) {
      if (entry.type() != Value.Type.SCALAR) {
        return true;
      }
    }
    return false;
  }

  static Optional<String> mixed(Resources resources) {
    Resources revocable = resources.revocable();
    if (revocable.isEmpty()) {
      return Optional.empty();
    }
    Set<String> firm = resources.nonRevocable().names();
    return revocable.names().stream()
        .filter(firm::contains)
        .findFirst()
        .map(name -> "Cannot use both revocable and non-revocable '" + name + "' at the same time");
  }

  static Optional<String> repeatedVolume(List<Resource> asked) {
    Set<String> seen = new HashSet<>();
    for (Resource resource : asked) {
      if (resource.getDisk().hasPersistence()) {
        String id = resource.getDisk().getPersistence().getId();
        if (!seen.add(reservedTo(resource) + "/" + id)) {
          return Optional.of("Persistence ID '" + id + "' is not unique");
        }
      }
    }
    return Optional.empty();
  }

  static Optional<String> problemOfEach(List<Resource> asked, Resources resources) {
    if (resources.scalarMillis("gpus") % WHOLE != 0) {
      return Optional.of(
          "Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer");
    }
    for (Resource resource : asked) {
      Optional<String> problem = DiskRules.problem(resource);
      if (problem.isPresent()) {
        return problem.map(why -> "Invalid DiskInfo: " + why);
      }
    }
    return Optional.empty();
  }

  /** Resources that name no role are allocated to the offer's. */
  private static Optional<String> problemOfRoles(List<Resource> asked, String role) {
    String only = null;
    for (Resource resource : asked) {
      String one = resource.hasAllocationInfo() ? resource.getAllocationInfo().getRole() : role;
      if (only != null && !only.equals(one)) {
        return Optional.of(
            String.format(
                "The resources have multiple allocation roles ('%s' and '%s')"
                    + " but only one allocation role is allowed",
                one, only));
      }
      only = one;
    }
    return only == null || only.equals(role)
        ? Optional.empty()
        : Optional.of(
            String.format("The resources are allocated to role '%s', not to '%s'", only, role));
  }

  @SuppressWarnings("deprecation") // old clients still say it so
  private static String reservedTo(Resource resource) {
    int reservations = resource.getReservationsCount();
    return reservations > 0
        ? resource.getReservations(reservations - 1).getRole()
        : resource.getRole();
  }
}
