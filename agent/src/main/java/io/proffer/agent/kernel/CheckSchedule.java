package io.proffer.agent.kernel;

import io.proffer.agent.container.CheckKind;
import io.proffer.agent.container.Probe;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.state.AgentTask;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo.PortMapping;
import org.apache.mesos.v1.Protos.TaskInfo;

/** When a task is looked at. At most one look of each kind is under way at a time. */
final class CheckSchedule {

  private CheckSchedule() {}

  /** The task's container runs: it is looked at for the first time after its delay. */
  static void begin(Step step, AgentTask task, RunningContainer running) {
    for (CheckKind kind : CheckKind.values()) {
      CheckSettings.of(task.info(), kind)
          .ifPresent(
              s -> {
                Duration left = Duration.between(step.now(), running.startedAt().plus(s.delay()));
                startTimer(step, task, kind, left.isNegative() ? Duration.ZERO : left);
              });
    }
  }

  static void next(Step step, AgentTask task, CheckKind kind) {
    CheckSettings.of(task.info(), kind).ifPresent(s -> startTimer(step, task, kind, s.interval()));
  }

  private static void startTimer(Step step, AgentTask task, CheckKind kind, Duration delay) {
    step.startTimer(new AgentTimer.CheckDue(task.key(), kind), delay);
  }

  static void look(Step step, AgentTask task, RunningContainer running, CheckKind kind) {
    Optional<CheckSettings> settings = CheckSettings.of(task.info(), kind);
    settings.ifPresent(
        s ->
            step.perform(
                new AgentEffect.StartProbe(
                    new Probe(running, kind, s.targets(), s.timeout(), mappedPorts(task.info())))));
  }

  private static Map<Integer, Integer> mappedPorts(TaskInfo task) {
    Map<Integer, Integer> ports = new TreeMap<>();
    for (PortMapping mapping : task.getContainer().getDocker().getPortMappingsList()) {
      if (!mapping.hasProtocol() || mapping.getProtocol().equalsIgnoreCase("tcp")) {
        ports.putIfAbsent(mapping.getContainerPort(), mapping.getHostPort());
      }
    }
    return ports;
  }

  /** The task is ending or has ended, and is not looked at any more. */
  static void stop(Step step, AgentTask task) {
    boolean any = false;
    for (CheckKind kind : CheckKind.values()) {
      if (CheckSettings.of(task.info(), kind).isPresent()) {
        step.cancelTimer(new AgentTimer.CheckDue(task.key(), kind));
        any = true;
      }
    }
    if (any) {
      step.perform(new AgentEffect.StopProbes(task.container()));
    }
  }
}
