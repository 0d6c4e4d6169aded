package io.proffer.master.http.legacy;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.actor.Allocations;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.state.Task;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskState;

/** {@code /state-summary}: how many tasks of each state, by agent and by framework. */
public final class StateSummaryJson {

  private static final List<TaskState> COUNTED =
      List.of(
          TaskState.TASK_STAGING,
          TaskState.TASK_STARTING,
          TaskState.TASK_RUNNING,
          TaskState.TASK_KILLING,
          TaskState.TASK_FINISHED,
          TaskState.TASK_KILLED,
          TaskState.TASK_FAILED,
          TaskState.TASK_LOST,
          TaskState.TASK_ERROR,
          TaskState.TASK_UNREACHABLE);

  /** The tasks of an agent or a framework, and who is at their other end. */
  private static final class Tally<O> {
    final Map<TaskState, Integer> states = new EnumMap<>(TaskState.class);
    final Set<O> others = new LinkedHashSet<>();

    void count(Task task, O other) {
      states.merge(task.state(), 1, Integer::sum);
      others.add(other);
    }

    void write(LegacyWriter out) throws IOException {
      for (TaskState state : COUNTED) {
        out.integer(state.name(), states.getOrDefault(state, 0));
      }
    }
  }

  private final Map<AgentId, Tally<FrameworkId>> agents = new HashMap<>();
  private final Map<FrameworkId, Tally<AgentId>> frameworks = new HashMap<>();

  private StateSummaryJson(MasterSnapshot snapshot) {
    for (FrameworkSnapshot framework : snapshot.frameworks()) {
      FrameworkId id = framework.framework().id();
      Tally<AgentId> ofFramework = new Tally<>();
      frameworks.put(id, ofFramework);
      framework
          .allTasks()
          .forEach(
              task -> {
                ofFramework.count(task, task.agent());
                agents.computeIfAbsent(task.agent(), a -> new Tally<>()).count(task, id);
              });
    }
  }

  public static byte[] render(MasterSelf self, MasterSnapshot snapshot) {
    StateSummaryJson summary = new StateSummaryJson(snapshot);
    Allocations allocations = Allocations.of(snapshot);
    return LegacyWriter.object(
        out -> {
          out.string("hostname", self.hostname());
          out.string("cluster", self.clusterName());
          out.objects(
              "slaves",
              snapshot.agents(),
              (o, agent) -> {
                AgentJson.write(o, agent, snapshot, allocations);
                Tally<FrameworkId> tally =
                    summary.agents.computeIfAbsent(agent.id(), a -> new Tally<>());
                tally.write(o);
                o.strings("framework_ids", tally.others, FrameworkId::value);
              });
          out.objects(
              "frameworks",
              snapshot.frameworks(),
              (o, framework) -> {
                FrameworkJson.writeSummary(o, framework.framework(), allocations);
                Tally<AgentId> tally =
                    summary.frameworks.computeIfAbsent(
                        framework.framework().id(), f -> new Tally<>());
                tally.write(o);
                o.strings("slave_ids", tally.others, AgentId::value);
              });
        });
  }
}
