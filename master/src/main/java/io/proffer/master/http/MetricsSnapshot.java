package io.proffer.master.http;

import io.proffer.core.model.Resources;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterMetrics;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.state.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** Mesos' names for what is measured here: those that mean the same, and no others. */
final class MetricsSnapshot {

  private static final List<TaskState> LIVE =
      List.of(
          TaskState.TASK_STAGING,
          TaskState.TASK_STARTING,
          TaskState.TASK_RUNNING,
          TaskState.TASK_KILLING,
          TaskState.TASK_UNREACHABLE);

  private static final List<TaskState> ENDED =
      List.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_LOST,
          TaskState.TASK_ERROR,
          TaskState.TASK_DROPPED,
          TaskState.TASK_GONE,
          TaskState.TASK_GONE_BY_OPERATOR);

  private final SortedMap<String, Double> metrics = new TreeMap<>();

  private MetricsSnapshot() {}

  /** What every master measures. */
  static SortedMap<String, Double> ofServer(MasterSelf self, boolean elected, Instant now) {
    MetricsSnapshot snapshot = new MetricsSnapshot();
    snapshot.addServer(self, elected, now);
    return snapshot.metrics;
  }

  /** What the leading master measures besides. */
  static SortedMap<String, Double> ofLeader(
      MasterSelf self,
      MasterSnapshot state,
      MasterMetrics counted,
      Map<String, Integer> filters,
      int subscribers,
      Instant now) {
    Allocations allocations = Allocations.of(state);
    MetricsSnapshot snapshot = new MetricsSnapshot();
    snapshot.addServer(self, true, now);
    snapshot.addAgents(state);
    snapshot.addFrameworks(state);
    snapshot.addTasks(state, counted);
    snapshot.addResources(state, allocations);
    snapshot.metrics.putAll(AllocatorMetrics.of(state, allocations, counted, filters));
    snapshot.addCounts(counted);
    snapshot.put("master/operator_event_stream_subscribers", subscribers);
    snapshot.put("master/outstanding_offers", state.offers().size());
    return snapshot.metrics;
  }

  private void put(String name, double value) {
    metrics.put(name, value);
  }

  private void addServer(MasterSelf self, boolean elected, Instant now) {
    put("master/elected", elected ? 1 : 0);
    put("master/uptime_secs", Duration.between(self.startedAt(), now).toMillis() / 1000.0);
    SortedMap<String, Double> system = SystemStats.now();
    put("system/cpus_total", system.getOrDefault("cpus_total", 0.0));
    put("system/load_1min", system.getOrDefault("avg_load_1min", 0.0));
    put("system/load_5min", system.getOrDefault("avg_load_5min", 0.0));
    put("system/load_15min", system.getOrDefault("avg_load_15min", 0.0));
    put("system/mem_total_bytes", system.getOrDefault("mem_total_bytes", 0.0));
    put("system/mem_free_bytes", system.getOrDefault("mem_free_bytes", 0.0));
  }

  private void addAgents(MasterSnapshot state) {
    double connected = state.agents().stream().filter(Agent::connected).toList().size();
    double active = state.agents().stream().filter(state::isActive).toList().size();
    put("master/slaves_connected", connected);
    put("master/slaves_active", active);
    put("master/slaves_disconnected", state.agents().size() - connected);
    put("master/slaves_inactive", state.agents().size() - active);
    put("master/slaves_unreachable", state.unreachableAgents().size());
  }

  private void addFrameworks(MasterSnapshot state) {
    double connected =
        state.frameworks().stream().filter(f -> f.framework().connected()).toList().size();
    double away = state.frameworks().size() - connected;
    put("master/frameworks_connected", connected);
    put("master/frameworks_active", connected);
    put("master/frameworks_disconnected", away);
    put("master/frameworks_inactive", away);
  }

  private void addTasks(MasterSnapshot state, MasterMetrics counted) {
    Map<TaskState, Integer> live = new EnumMap<>(TaskState.class);
    for (MasterSnapshot.FrameworkSnapshot framework : state.frameworks()) {
      framework.tasks().forEach(task -> live.merge(task.state(), 1, Integer::sum));
      live.merge(TaskState.TASK_UNREACHABLE, framework.unreachableTasks().size(), Integer::sum);
    }
    for (TaskState now : LIVE) {
      put(tasks(now), live.getOrDefault(now, 0));
    }
    for (TaskState ended : ENDED) {
      put(tasks(ended), counted.endedTasks(ended));
    }
  }

  private static String tasks(TaskState state) {
    return "master/tasks_" + state.name().substring("TASK_".length()).toLowerCase(Locale.ROOT);
  }

  private void addResources(MasterSnapshot state, Allocations allocations) {
    Resources total = Resources.empty();
    Resources used = Resources.empty();
    for (Agent agent : state.agents()) {
      total = agent.connected() ? total.plus(agent.total()) : total;
      used = used.plus(allocations.of(agent.id()).totalUsed());
    }
    for (String name : List.of("cpus", "gpus", "mem", "disk")) {
      addResource(name, total.nonRevocable().scalar(name), used.nonRevocable().scalar(name));
      addResource(
          name + "_revocable", total.revocable().scalar(name), used.revocable().scalar(name));
    }
  }

  private void addResource(String name, double total, double used) {
    put("master/" + name + "_total", total);
    put("master/" + name + "_used", used);
    put("master/" + name + "_percent", total > 0 ? used / total : 0);
  }

  private void addCounts(MasterMetrics counted) {
    put("master/messages_register_framework", counted.calls(Call.Type.SUBSCRIBE));
    put("master/messages_launch_tasks", counted.calls(Call.Type.ACCEPT));
    put("master/messages_decline_offers", counted.calls(Call.Type.DECLINE));
    put("master/messages_kill_task", counted.calls(Call.Type.KILL));
    put("master/messages_reconcile_tasks", counted.calls(Call.Type.RECONCILE));
    put("master/messages_revive_offers", counted.calls(Call.Type.REVIVE));
    put("master/messages_suppress_offers", counted.calls(Call.Type.SUPPRESS));
    put("master/messages_resource_request", counted.calls(Call.Type.REQUEST));
    put("master/messages_framework_to_executor", counted.calls(Call.Type.MESSAGE));
    put("master/messages_reconcile_operations", counted.calls(Call.Type.RECONCILE_OPERATIONS));
    put("master/messages_status_update_acknowledgement", counted.calls(Call.Type.ACKNOWLEDGE));
    put("master/messages_unregister_framework", counted.calls(Call.Type.TEARDOWN));
    put("master/valid_status_updates", counted.statusUpdates());
    put("master/valid_status_update_acknowledgements", counted.acknowledgements());
    put("master/slave_registrations", counted.agentsRegistered());
    put("master/slave_reregistrations", counted.agentsReregistered());
    put("master/slave_unreachable_completed", counted.agentsUnreachable());
    put("master/slave_removals", counted.agentsRemoved());
  }
}
