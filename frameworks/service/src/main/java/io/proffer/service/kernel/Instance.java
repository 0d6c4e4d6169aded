package io.proffer.service.kernel;

import io.proffer.service.model.PathId;
import io.proffer.service.model.PodTask;
import io.proffer.service.model.Site;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An instance of an app: one task.
 *
 * @param taskId {@code a_b.instance-<uuid>._app.1}
 * @param version of the app it was launched from
 * @param configVersion when that app's configuration was changed last: instances of the same app
 *     that agree in it run the same
 * @param hostPorts of the machine, one for each of the app's ports that has one
 * @param stagedAt when it was sent to its agent
 * @param startedAt when it was first told to run
 * @param unreachableSince empty while its agent can be reached
 * @param healthy as its health checks say; empty without an answer yet
 * @param agentHealth what the one that its agent does says of that
 * @param killed why it was asked to end, or soon will be; empty while it was not
 * @param parts the containers of a pod's instance by name, in order; of an app's none
 * @param extras what Marathon does not know
 */
public record Instance(
    String taskId,
    PathId app,
    Instant version,
    Instant configVersion,
    Site site,
    List<Integer> hostPorts,
    Condition condition,
    Instant stagedAt,
    Optional<Instant> startedAt,
    Optional<Instant> unreachableSince,
    Optional<Boolean> healthy,
    Optional<Boolean> agentHealth,
    List<String> ipAddresses,
    Optional<String> killed,
    Map<String, Part> parts,
    Extras extras) {

  public Instance {
    hostPorts = List.copyOf(hostPorts);
    ipAddresses = List.copyOf(ipAddresses);
    parts = parts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** {@code a_b.instance-<uuid>}. */
  public String instanceId() {
    int end = taskId.indexOf("._app.");
    return end < 0 ? taskId : taskId.substring(0, end);
  }

  /** Whether it was asked to end. */
  public boolean isKilled() {
    return killed.isPresent();
  }

  /** Whether its agent cannot be reached. */
  public boolean isAway() {
    return condition == Condition.Unreachable || condition == Condition.UnreachableInactive;
  }

  /** Whether it is a pod's. */
  public boolean isPod() {
    return !parts.isEmpty();
  }

  /** The ids of its tasks that have not ended: of a pod's one for each container. */
  public List<String> taskIds() {
    if (!isPod()) {
      return isSuspended() ? List.of() : List.of(taskId);
    }
    return parts.entrySet().stream()
        .filter(part -> !part.getValue().condition().isTerminal())
        .map(part -> PodTask.of(taskId).task(part.getKey()))
        .toList();
  }

  /** The same with a container that fares so. */
  Instance withPart(String container, Part part) {
    Map<String, Part> changed = new LinkedHashMap<>(parts);
    changed.put(container, part);
    return new Instance(
        taskId,
        app,
        version,
        configVersion,
        site,
        hostPorts,
        condition,
        stagedAt,
        startedAt,
        unreachableSince,
        healthy,
        agentHealth,
        ipAddresses,
        killed,
        changed,
        extras);
  }

  /** Whether it has no task, and is to be given one where its volumes are. */
  public boolean isSuspended() {
    return condition.isTerminal();
  }

  /** Whether it counts towards the instances that there shall be. */
  public boolean isActive() {
    return !isKilled() && condition != Condition.UnreachableInactive && !isSuspended();
  }

  /** Whether it does its work, as far as anybody can tell. */
  public boolean isWell(boolean checked) {
    return condition == Condition.Running && (!checked || healthy.orElse(false));
  }

  /** The state that clients of tasks see. */
  public String taskState() {
    return switch (condition) {
      case Provisioned, Staging -> "TASK_STAGING";
      case Starting -> "TASK_STARTING";
      case Running -> isKilled() ? "TASK_KILLING" : "TASK_RUNNING";
      case Killing -> "TASK_KILLING";
      case Unreachable, UnreachableInactive -> "TASK_UNREACHABLE";
      case Finished -> "TASK_FINISHED";
      case Failed -> "TASK_FAILED";
      case Killed -> "TASK_KILLED";
      case Error -> "TASK_ERROR";
      case Gone -> "TASK_GONE";
      case Dropped -> "TASK_DROPPED";
      case Unknown -> "TASK_UNKNOWN";
    };
  }

  Instance killedFor(String reason) {
    return new Instance(
        taskId,
        app,
        version,
        configVersion,
        site,
        hostPorts,
        condition,
        stagedAt,
        startedAt,
        unreachableSince,
        healthy,
        agentHealth,
        ipAddresses,
        Optional.of(reason),
        parts,
        extras);
  }

  Instance withExtras(Extras known) {
    return new Instance(
        taskId,
        app,
        version,
        configVersion,
        site,
        hostPorts,
        condition,
        stagedAt,
        startedAt,
        unreachableSince,
        healthy,
        agentHealth,
        ipAddresses,
        killed,
        parts,
        known);
  }

  /** It stays, without a task. */
  Instance suspended() {
    return new Instance(
        taskId,
        app,
        version,
        configVersion,
        site,
        hostPorts,
        condition,
        stagedAt,
        startedAt,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        parts,
        extras.killedAt(Optional.empty()));
  }

  /** The id of its next task. */
  String nextTaskId() {
    int end = taskId.indexOf("._app.");
    long number = Long.parseLong(taskId.substring(end + "._app.".length()));
    return taskId.substring(0, end) + "._app." + (number + 1);
  }

  /** What was told of it. */
  Instance faring(
      Condition told,
      Optional<Instant> started,
      Optional<Instant> unreachable,
      Optional<Boolean> well,
      List<String> addresses) {
    return new Instance(
        taskId,
        app,
        version,
        configVersion,
        site,
        hostPorts,
        told,
        stagedAt,
        started,
        unreachable,
        well,
        agentHealth,
        addresses.isEmpty() ? ipAddresses : addresses,
        killed,
        parts,
        extras);
  }

  /** The same with what health checks say. */
  Instance withHealth(Optional<Boolean> all, Optional<Boolean> agent) {
    return new Instance(
        taskId,
        app,
        version,
        configVersion,
        site,
        hostPorts,
        condition,
        stagedAt,
        startedAt,
        unreachableSince,
        all,
        agent,
        ipAddresses,
        killed,
        parts,
        extras);
  }

  Instance inactive() {
    return faring(Condition.UnreachableInactive, startedAt, unreachableSince, healthy, ipAddresses);
  }
}
