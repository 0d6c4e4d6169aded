package io.proffer.agent.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import com.sun.management.OperatingSystemMXBean;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.proffer.agent.actor.AgentMetrics;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.TaskStage;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.legacy.LegacyWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.TaskState;

/** What is measured: for Prometheus, and under Mesos' names. */
public final class MetricsEndpoints {

  private static final ContentType EXPOSITION =
      ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

  private static final List<TaskState> LIVE =
      List.of(
          TaskState.TASK_STAGING,
          TaskState.TASK_STARTING,
          TaskState.TASK_RUNNING,
          TaskState.TASK_KILLING);

  private static final List<TaskState> ENDED =
      List.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_LOST,
          TaskState.TASK_GONE);

  private final AgentSelf self;
  private final AgentMetrics counted;
  private final PrometheusMeterRegistry prometheus;
  private final List<MetricSource> sources;

  public MetricsEndpoints(
      AgentSelf self,
      AgentMetrics counted,
      PrometheusMeterRegistry prometheus,
      List<MetricSource> sources) {
    this.sources = List.copyOf(sources);
    this.self = self;
    this.counted = counted;
    this.prometheus = prometheus;
  }

  HttpResponse prometheus(Request request) {
    return Answers.bytes(EXPOSITION, prometheus.scrape().getBytes(StandardCharsets.UTF_8));
  }

  byte[] mesos(AgentSnapshot snapshot) {
    SortedMap<String, Double> values = values(snapshot);
    return LegacyWriter.object(
        out -> {
          for (var metric : values.entrySet()) {
            out.number(metric.getKey(), metric.getValue());
          }
        });
  }

  /** What is measured now, under Mesos' names: those that mean the same, and no others. */
  SortedMap<String, Double> values(AgentSnapshot snapshot) {
    SortedMap<String, Double> values = new TreeMap<>();
    addResources(values, snapshot);
    addTasks(values, snapshot);
    addSystem(values);
    sources.forEach(s -> s.addTo(values));
    values.put("slave/registered", counted.registered() ? 1.0 : 0.0);
    values.put("slave/uptime_secs", seconds(Duration.between(self.startedAt(), Instant.now())));
    values.put("slave/frameworks_active", (double) snapshot.frameworks().size());
    values.put("slave/executors_running", (double) snapshot.executors().count());
    values.put("slave/executors_terminated", counted.executorsEnded());
    values.put("slave/executors_preempted", counted.preempted());
    values.put("slave/container_launch_errors", counted.launchErrors());
    values.put("slave/valid_status_updates", counted.updates());
    return values;
  }

  private void addResources(SortedMap<String, Double> values, AgentSnapshot snapshot) {
    Resources total = self.total().plus(counted.oversubscribed());
    Resources used =
        snapshot.executors().map(StateMessages::held).reduce(Resources.empty(), Resources::plus);
    for (String name : List.of("cpus", "gpus", "mem", "disk")) {
      addResource(
          values, name, total.nonRevocable().scalar(name), used.nonRevocable().scalar(name));
      addResource(
          values,
          name + "_revocable",
          total.revocable().scalar(name),
          used.revocable().scalar(name));
    }
  }

  private static void addResource(
      SortedMap<String, Double> values, String name, double total, double used) {
    values.put("slave/" + name + "_total", total);
    values.put("slave/" + name + "_used", used);
    values.put("slave/" + name + "_percent", total > 0 ? used / total : 0.0);
  }

  private void addTasks(SortedMap<String, Double> values, AgentSnapshot snapshot) {
    for (TaskState state : LIVE) {
      values.put(
          name(state),
          (double)
              snapshot
                  .tasks()
                  .filter(t -> t.stage() == TaskStage.QUEUED || t.stage() == TaskStage.LAUNCHED)
                  .filter(t -> t.state() == state)
                  .count());
    }
    for (TaskState state : ENDED) {
      values.put(name(state), counted.statuses(state));
    }
  }

  private static String name(TaskState state) {
    return "slave/tasks_" + state.name().substring("TASK_".length()).toLowerCase(Locale.ROOT);
  }

  private static void addSystem(SortedMap<String, Double> values) {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    values.put("system/cpus_total", (double) machine.getAvailableProcessors());
    values.put("system/load_1min", Math.max(0.0, machine.getSystemLoadAverage()));
    values.put("system/mem_total_bytes", (double) machine.getTotalMemorySize());
    values.put("system/mem_free_bytes", (double) machine.getFreeMemorySize());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
