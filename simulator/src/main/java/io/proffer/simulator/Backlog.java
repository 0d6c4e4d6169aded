package io.proffer.simulator;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.TaskBuilder;
import io.proffer.sdk.testkit.engine.Draws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.HealthCheck;

/**
 * What a framework has to do, and how far it has come: what its author would keep in a database. It
 * outlives the framework's process.
 */
final class Backlog {

  /** A piece of work: done when one attempt at it has finished. */
  static final class Work {
    private final String name;
    private final TaskBuilder template;
    private final boolean grouped;
    private int attempts;
    private boolean done;

    private Work(String name, TaskBuilder template, boolean grouped) {
      this.name = name;
      this.template = template;
      this.grouped = grouped;
    }

    /** Whether it is for a group of tasks. */
    boolean grouped() {
      return grouped;
    }

    boolean done() {
      return done;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A task that was launched, or nearly, and is not known to have ended. */
  record Attempt(TaskId task, Work work, boolean outOfSight) {}

  private final String framework;
  private final boolean reserves;
  private final List<Work> works = new ArrayList<>();
  private final Map<TaskId, Attempt> attempts = new LinkedHashMap<>();
  private Optional<FrameworkId> id = Optional.empty();

  Backlog(String framework, int works, Draws draws) {
    this.framework = framework;
    this.reserves = draws.chance(0.5);
    for (int i = 0; i < works; i++) {
      add(draws);
    }
  }

  /** More to do. */
  void add(Draws draws) {
    String name = framework + "-w" + works.size();
    TaskBuilder template =
        TaskBuilder.task(name)
            .cpus(draws.between(1, 15) / 10.0)
            .memMb(draws.between(32, 1024))
            .command("work");
    template = odd(template, draws);
    for (int port = draws.below(3); port > 0; port--) {
      template = template.port("p" + port);
    }
    if (draws.chance(0.25)) {
      template = template.executor(framework + "-e" + draws.below(2), "executor");
    }
    works.add(new Work(name, template, draws.chance(0.15)));
  }

  /** Some work is looked at while it is done, some has its time. */
  private static TaskBuilder odd(TaskBuilder template, Draws draws) {
    TaskBuilder odd = template;
    if (draws.chance(0.3)) {
      odd = odd.with(t -> t.setHealthCheck(healthCheck()));
    } else if (draws.chance(0.2)) {
      odd = odd.with(t -> t.setCheck(check()));
    } else if (draws.chance(0.2)) {
      odd = odd.maxRunTime(Duration.ofSeconds(draws.between(10, 120)));
    }
    return odd;
  }

  private static HealthCheck healthCheck() {
    return HealthCheck.newBuilder()
        .setType(HealthCheck.Type.TCP)
        .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(80))
        .setDelaySeconds(0)
        .setIntervalSeconds(5)
        .setGracePeriodSeconds(5)
        .setConsecutiveFailures(2)
        .build();
  }

  private static CheckInfo check() {
    return CheckInfo.newBuilder()
        .setType(CheckInfo.Type.TCP)
        .setTcp(CheckInfo.Tcp.newBuilder().setPort(80))
        .setIntervalSeconds(5)
        .build();
  }

  /** Whether it reserves resources now and then, and makes volumes of them. */
  boolean reserves() {
    return reserves;
  }

  List<Work> works() {
    return Collections.unmodifiableList(works);
  }

  Collection<Attempt> attempts() {
    return Collections.unmodifiableCollection(attempts.values());
  }

  Optional<Attempt> attempt(TaskId task) {
    return Optional.ofNullable(attempts.get(task));
  }

  boolean allDone() {
    return works.stream().allMatch(Work::done);
  }

  /** Works that nothing that can be seen works on. */
  List<Work> toLaunch() {
    return works.stream().filter(w -> !w.done && !isWorkedOn(w)).toList();
  }

  /** The task of the next attempt. */
  TaskBuilder nextTask(Work work) {
    return work.template.id(work.name + "." + (work.attempts + 1));
  }

  TaskId nameOfLastAttempt(Work work) {
    return new TaskId(work.name + "." + work.attempts);
  }

  /** Remembers that the next attempt is going to be launched. */
  void launching(Work work) {
    work.attempts++;
    TaskId task = nameOfLastAttempt(work);
    attempts.put(task, new Attempt(task, work, false));
  }

  void seen(TaskId task, boolean outOfSight) {
    attempts.computeIfPresent(task, (t, a) -> new Attempt(t, a.work(), outOfSight));
  }

  void ended(TaskId task, boolean finished) {
    Attempt attempt = attempts.remove(task);
    if (attempt != null && finished) {
      attempt.work().done = true;
    }
  }

  /**
   * The framework is known under this id; what it launched under another was ended with that.
   *
   * @return whether it was known under another, or none
   */
  boolean subscribedAs(FrameworkId newId) {
    if (id.equals(Optional.of(newId))) {
      return false;
    }
    attempts.clear();
    id = Optional.of(newId);
    return true;
  }

  private boolean isWorkedOn(Work work) {
    return attempts.values().stream().anyMatch(a -> a.work() == work && !a.outOfSight());
  }
}
