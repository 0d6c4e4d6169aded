package io.proffer.agent.kernel;

import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.CustomExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** The container of a custom executor: what it may use, and what is said to the executor in it. */
public final class ExecutorContainer {

  private ExecutorContainer() {}

  /** How the container of an executor is started. */
  public static ContainerSpec spec(
      AgentSettings settings, AgentState state, CustomExecutor executor) {
    FrameworkInfo framework = state.framework(executor.key().framework()).orElseThrow();
    return new ContainerSpec(
        executor.container(),
        Optional.empty(),
        state.id().orElseThrow(),
        framework,
        executor.key().executor(),
        Optional.empty(),
        new ContainerWork.Executor(
            executor.info(),
            resources(state, executor),
            environment(settings, framework, executor)),
        executor.role());
  }

  /** What the executor and its tasks may use together. */
  static ContainerResources resources(AgentState state, CustomExecutor executor) {
    List<AgentTask> tasks = state.tasksOf(executor.key()).stream().filter(AgentTask::live).toList();
    List<Resource> requests = new ArrayList<>(executor.info().getResourcesList());
    tasks.forEach(t -> requests.addAll(t.info().getResourcesList()));
    return new ContainerResources(requests, limits(executor, tasks));
  }

  /** Where one task has a limit, that of all is the sum of limits and, for the others, requests. */
  private static Map<String, Value.Scalar> limits(CustomExecutor executor, List<AgentTask> tasks) {
    SequencedSet<String> limited = new TreeSet<>();
    tasks.forEach(t -> limited.addAll(t.info().getLimitsMap().keySet()));
    Map<String, Value.Scalar> limits = new LinkedHashMap<>();
    for (String name : limited) {
      double sum = requested(executor.info().getResourcesList(), name);
      for (AgentTask task : tasks) {
        Value.Scalar limit = task.info().getLimitsMap().get(name);
        sum += limit == null ? requested(task.info().getResourcesList(), name) : limit.getValue();
      }
      limits.put(name, Value.Scalar.newBuilder().setValue(sum).build());
    }
    return limits;
  }

  private static double requested(List<Resource> resources, String name) {
    return resources.stream()
        .filter(r -> r.getName().equals(name))
        .mapToDouble(r -> r.getScalar().getValue())
        .sum();
  }

  private static Map<String, String> environment(
      AgentSettings settings, FrameworkInfo framework, CustomExecutor executor) {
    ExecutorSettings times = settings.executors();
    Map<String, String> env = new TreeMap<>();
    env.put("LIBPROCESS_PORT", "0");
    env.put("MESOS_SLAVE_PID", "slave(1)@" + settings.address());
    env.put("MESOS_HTTP_COMMAND_EXECUTOR", "0");
    env.put("MESOS_CHECKPOINT", framework.getCheckpoint() ? "1" : "0");
    env.put(
        "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD",
        MesosDuration.write(shutdownGrace(settings, executor)));
    if (framework.getCheckpoint()) {
      env.put("MESOS_RECOVERY_TIMEOUT", MesosDuration.write(times.recoveryTimeout()));
      // Half of what the agent waits: one that has just been refused tries once more in time.
      env.put(
          "MESOS_SUBSCRIPTION_BACKOFF_MAX",
          MesosDuration.write(times.reregistrationTimeout().dividedBy(2)));
    }
    return env;
  }

  /** How long an executor that was asked to end may go on. */
  static Duration shutdownGrace(AgentSettings settings, CustomExecutor executor) {
    return executor.info().hasShutdownGracePeriod()
        ? Duration.ofNanos(executor.info().getShutdownGracePeriod().getNanoseconds())
        : settings.executors().shutdownGrace();
  }
}
