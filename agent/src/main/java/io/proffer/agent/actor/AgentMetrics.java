package io.proffer.agent.actor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.Connection;
import io.proffer.core.model.Resources;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What an agent counts since its process started, for Prometheus and for Mesos' {@code
 * /metrics/snapshot}. Thread-safe.
 */
public final class AgentMetrics implements FactSink {

  private final Map<TaskState, Counter> recorded = new EnumMap<>(TaskState.class);
  private final Counter accepted;
  private final Counter started;
  private final Counter forwarded;
  private final Counter resent;
  private final Counter acknowledged;
  private final Counter registrations;
  private final Counter executorsEnded;
  private final Counter preempted;
  private final Counter launchErrors;
  private final AtomicInteger registered = new AtomicInteger();
  private volatile Resources oversubscribed = Resources.empty();

  public AgentMetrics(MeterRegistry registry) {
    for (TaskState state : TaskState.values()) {
      recorded.put(
          state,
          Counter.builder("proffer.agent.task.statuses")
              .tag("state", state.name().toLowerCase(Locale.ROOT))
              .description("statuses of tasks, by state")
              .register(registry));
    }
    accepted = counter(registry, "proffer.agent.tasks.accepted", "tasks taken on");
    started = counter(registry, "proffer.agent.containers.started", "containers started");
    forwarded = counter(registry, "proffer.agent.updates.sent", "status updates sent");
    resent = counter(registry, "proffer.agent.updates.resent", "status updates sent again");
    acknowledged = counter(registry, "proffer.agent.updates.acknowledged", "updates acknowledged");
    registrations = counter(registry, "proffer.agent.registrations", "times registered");
    executorsEnded = counter(registry, "proffer.agent.executors.ended", "executors that ended");
    preempted = counter(registry, "proffer.agent.containers.preempted", "containers evicted");
    launchErrors = counter(registry, "proffer.agent.launch.errors", "containers not started");
    registry.gauge("proffer.agent.registered", registered);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public void became(List<AgentEvent> facts) {
    facts.forEach(this::count);
  }

  private void count(AgentEvent fact) {
    switch (fact) {
      case AgentEvent.TaskAccepted e -> accepted.increment();
      case AgentEvent.ContainerRan e -> started.increment();
      case AgentEvent.StatusRecorded e -> recorded(e);
      case AgentEvent.UpdateForwarded e -> (e.attempt() > 1 ? resent : forwarded).increment();
      case AgentEvent.UpdateAcknowledged e -> acknowledged.increment();
      case AgentEvent.GroupExecutorEnded e -> executorsEnded.increment();
      case AgentEvent.ExecutorEnded e -> executorsEnded.increment();
      case AgentEvent.ExecutorRan e -> started.increment();
      case AgentEvent.ExecutorAccepted e -> {}
      case AgentEvent.ExecutorUsed e -> {}
      case AgentEvent.ExecutorEndBegun e -> {}
      case AgentEvent.ExecutorConnected e -> {}
      case AgentEvent.ExecutorDisconnected e -> {}
      case AgentEvent.TaskDelivered e -> {}
      case AgentEvent.UpdatesSeen e -> {}
      case AgentEvent.ConnectionChanged e -> connection(e.connection());
      case AgentEvent.AgentNamed e -> {}
      case AgentEvent.FrameworkKnown e -> {}
      case AgentEvent.FrameworkForgotten e -> {}
      case AgentEvent.GroupAccepted e -> {}
      case AgentEvent.ContainerEnded e -> {}
      case AgentEvent.KillBegun e -> {}
      case AgentEvent.TaskChecked e -> {}
      case AgentEvent.TaskForgotten e -> {}
      case AgentEvent.RegistrationSent e -> {}
      case AgentEvent.PingTimeoutSet e -> {}
      case AgentEvent.ShutdownBegun e -> {}
      case AgentEvent.OversubscribedChanged e -> oversubscribed = e.revocable();
      case AgentEvent.ContainerPreempted e -> preempted.increment();
      case AgentEvent.AgentRetired e -> {}
      case AgentEvent.MachineBooted e -> {}
      case AgentEvent.DrainBegun e -> {}
      case AgentEvent.DrainEnded e -> {}
      case AgentEvent.OfResources e -> {}
      case AgentEvent.OfProviders e -> {}
    }
  }

  private void recorded(AgentEvent.StatusRecorded e) {
    Counter counter = recorded.get(e.status().getState());
    if (counter != null) {
      counter.increment();
    }
    if (e.status().getReason() == TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED) {
      launchErrors.increment();
    }
  }

  private void connection(Connection now) {
    registered.set(now == Connection.REGISTERED ? 1 : 0);
    if (now == Connection.REGISTERED) {
      registrations.increment();
    }
  }

  /** How many statuses of this state were recorded. */
  public double statuses(TaskState state) {
    Counter counter = recorded.get(state);
    return counter == null ? 0 : counter.count();
  }

  public double launchErrors() {
    return launchErrors.count();
  }

  public double updates() {
    return forwarded.count();
  }

  public double executorsEnded() {
    return executorsEnded.count();
  }

  /** What revocable tasks may hold together. */
  public Resources oversubscribed() {
    return oversubscribed;
  }

  public double preempted() {
    return preempted.count();
  }

  public boolean registered() {
    return registered.get() == 1;
  }
}
