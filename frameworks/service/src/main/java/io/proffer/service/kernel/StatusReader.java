package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.PodContainer;
import io.proffer.service.model.PodTask;
import io.proffer.service.model.UnreachableStrategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Takes in what is told of tasks. */
final class StatusReader {

  private final ServiceState state;
  private final Outbox out;
  private final LaunchDelays delays;
  private final Supervisor supervisor;
  private final HealthWatch health;
  private final Residents residents;

  StatusReader(
      ServiceState state,
      Outbox out,
      LaunchDelays delays,
      Supervisor supervisor,
      HealthWatch health,
      Residents residents) {
    this.state = state;
    this.out = out;
    this.delays = delays;
    this.supervisor = supervisor;
    this.health = health;
    this.residents = residents;
  }

  void read(TaskStatus status, Instant now) {
    String taskId = status.getTaskId().getValue();
    Condition told = condition(status.getState());
    Optional<Instance> known = state.instance(taskId);
    Optional<Instance> pod = known.isPresent() ? Optional.empty() : podOf(taskId);
    if (known.isPresent()) {
      known(known.get(), status, told, now);
    } else if (pod.isPresent()) {
      part(pod.get(), taskId, status, told, now);
    } else {
      unknown(taskId, told);
    }
  }

  /** The instance of a pod that a container's task belongs to. */
  private Optional<Instance> podOf(String taskId) {
    return PodTask.ofContainer(taskId)
        .flatMap(pod -> state.instance(pod.whole()))
        .filter(Instance::isPod);
  }

  /** What is told of one container is told of the whole. */
  private void part(
      Instance instance, String taskId, TaskStatus status, Condition told, Instant now) {
    String name = PodTask.container(taskId);
    Part before = instance.parts().get(name);
    if (before == null) {
      return;
    }
    Part after =
        new Part(
            told,
            status.hasHealthy() ? Optional.of(status.getHealthy()) : before.healthy(),
            told == before.condition() ? before.since() : now);
    Instance seen = instance.withPart(name, after);
    Condition whole = Part.together(seen.parts().values());
    // The end of the last container is stored with the end of the whole or not at all: nobody asks
    // again about an instance without a task.
    if (!after.equals(before) && !whole.isTerminal()) {
      out.fact(new Fact.InstanceSet(seen));
    }
    known(seen, status, whole, now);
    if (whole.isTerminal()) {
      seen.taskIds()
          .forEach(id -> out.action(new Action.Kill(id, "another container of the pod ended")));
    }
  }

  /** A pod is well when all of its containers that are looked at are. */
  private Optional<Boolean> agentHealth(Instance instance, TaskStatus status) {
    if (!instance.isPod()) {
      return status.hasHealthy() ? Optional.of(status.getHealthy()) : instance.agentHealth();
    }
    if (instance.parts().values().stream().anyMatch(p -> p.healthy().equals(Optional.of(false)))) {
      return Optional.of(false);
    }
    List<String> checked =
        app(instance).flatMap(app -> app.spec().pod()).stream()
            .flatMap(pod -> pod.containers().stream())
            .filter(container -> container.health().isPresent())
            .map(PodContainer::name)
            .toList();
    boolean all =
        !checked.isEmpty()
            && checked.stream()
                .map(instance.parts()::get)
                .allMatch(part -> part != null && part.healthy().isPresent());
    return all ? Optional.of(true) : Optional.empty();
  }

  /** A task of an app that nobody wants, or of an instance that was given up. */
  private void unknown(String taskId, Condition told) {
    if (told.isTerminal()) {
      int end = taskId.indexOf(".instance-");
      PathId app = PathId.of(end < 0 ? taskId : taskId.substring(0, end).replace('_', '/'));
      out.notice(new Notice.UnknownTerminated(taskId, app, told));
    } else if (told != Condition.Unreachable) {
      out.action(new Action.Kill(taskId, "no instance is known by it"));
    }
  }

  private void known(Instance instance, TaskStatus status, Condition told, Instant now) {
    if (instance.isSuspended()) {
      return; // Its task has ended, and that was told before.
    }
    Instance after = after(instance, status, told, now);
    boolean changed = after.condition() != instance.condition();
    if (changed || !told.equals(Condition.Running)) {
      out.notice(new Notice.StatusUpdated(after, status.getState().name(), status.getMessage()));
    }
    if (told.isTerminal()) {
      ended(after, status, now);
    } else if (!after.equals(instance)) {
      out.fact(new Fact.InstanceSet(after));
    }
    if (changed) {
      out.notice(new Notice.InstanceChanged(after));
    }
    if (!after.healthy().equals(instance.healthy())) {
      after.healthy().ifPresent(well -> out.notice(new Notice.HealthChanged(after, well)));
    }
    if (after.condition() == Condition.Unreachable) {
      unreachable(after, now);
    }
    supervisor.touch(instance.app());
  }

  private Instance after(Instance instance, TaskStatus status, Condition told, Instant now) {
    boolean away = told == Condition.Unreachable;
    boolean runs = told == Condition.Running;
    boolean stillInactive = away && instance.condition() == Condition.UnreachableInactive;
    Optional<Boolean> agent = agentHealth(instance, status);
    Optional<Boolean> well =
        app(instance).map(app -> health.combined(instance, app, agent)).orElse(agent);
    return instance
        .withHealth(well, agent)
        .faring(
            stillInactive ? Condition.UnreachableInactive : told,
            instance.startedAt().or(() -> runs ? Optional.of(now) : Optional.empty()),
            away ? instance.unreachableSince().or(() -> Optional.of(now)) : Optional.empty(),
            well,
            addresses(status));
  }

  private void ended(Instance instance, TaskStatus status, Instant now) {
    residents.ended(instance, now);
    History.ended(instance, status, now, state, out);
    Condition how = instance.condition();
    boolean unhealthy = status.hasHealthy() && !status.getHealthy() && !instance.isKilled();
    if (unhealthy) {
      out.notice(new Notice.UnhealthyKilled(instance, status.getMessage()));
    }
    if (!instance.isKilled() && (how.isTrouble() || unhealthy)) {
      out.fact(new Fact.TaskFailed(failure(instance, status, now)));
      if (how.isTrouble()) {
        app(instance).ifPresent(app -> delays.failed(app, now));
      }
    }
  }

  private static TaskFailure failure(Instance instance, TaskStatus status, Instant now) {
    return new TaskFailure(
        instance.app(),
        instance.taskId(),
        instance.site().agentId(),
        instance.site().hostname(),
        status.getState().name(),
        status.getMessage(),
        now,
        instance.version());
  }

  /** The app as it was when the instance was launched, so that an old one's end delays no new. */
  private Optional<App> app(Instance instance) {
    return state.launchedFrom(instance);
  }

  /** Replaces and forgets an instance that has been out of sight for too long. */
  void unreachable(Instance instance, Instant now) {
    if (instance.isKilled()) { // Whose agent is away is not waited for, unless it has volumes.
      if (!residents.stays(instance)) {
        residents.remove(instance, now);
        supervisor.touch(instance.app());
      }
      return;
    }
    Optional<App> app = app(instance).or(() -> state.app(instance.app()));
    UnreachableStrategy strategy =
        app.map(a -> a.spec().unreachableStrategy()).orElse(new UnreachableStrategy.Wait());
    Instant since = instance.unreachableSince().orElse(now);
    switch (strategy) {
      case UnreachableStrategy.Wait wait -> {}
      case UnreachableStrategy.Replace replace -> {
        if (!since.plus(replace.expungeAfter()).isAfter(now)) {
          out.fact(new Fact.InstanceRemoved(instance.taskId()));
          History.givenUp(instance, "its agent was out of sight since " + since, now, state, out);
          supervisor.touch(instance.app());
        } else if (instance.condition() == Condition.Unreachable
            && !since.plus(replace.inactiveAfter()).isAfter(now)) {
          out.fact(new Fact.InstanceSet(instance.inactive()));
          out.notice(new Notice.InstanceChanged(instance.inactive()));
          supervisor.touch(instance.app());
        }
      }
    }
  }

  private static List<String> addresses(TaskStatus status) {
    List<String> addresses = new ArrayList<>();
    for (NetworkInfo network : status.getContainerStatus().getNetworkInfosList()) {
      network.getIpAddressesList().forEach(ip -> addresses.add(ip.getIpAddress()));
    }
    return addresses;
  }

  private static Condition condition(TaskState state) {
    return switch (state) {
      case TASK_STAGING -> Condition.Staging;
      case TASK_STARTING -> Condition.Starting;
      case TASK_RUNNING -> Condition.Running;
      case TASK_KILLING -> Condition.Killing;
      case TASK_FINISHED -> Condition.Finished;
      case TASK_FAILED -> Condition.Failed;
      case TASK_KILLED -> Condition.Killed;
      case TASK_ERROR -> Condition.Error;
      case TASK_DROPPED -> Condition.Dropped;
      case TASK_GONE, TASK_GONE_BY_OPERATOR -> Condition.Gone;
      case TASK_UNKNOWN -> Condition.Unknown;
      case TASK_LOST, TASK_UNREACHABLE -> Condition.Unreachable;
    };
  }
}
