package io.proffer.master.kernel;

import io.proffer.master.state.Agent;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import java.util.ArrayList;
import java.util.List;

/** Everything a state tells when it is asked: two states are the same if their digests are. */
final class StateDigest {
  private StateDigest() {}

  static List<String> of(MasterState state) {
    List<String> lines = new ArrayList<>();
    lines.add("version " + state.version());
    lines.add("unreachable " + state.unreachableAgents());
    lines.add("recovered " + state.recoveredAgents());
    lines.add("gone " + state.goneAgents());
    lines.add("deactivated " + state.deactivatedAgents());
    lines.add("draining " + state.drainingAgents());
    lines.add("offers " + state.offers());
    lines.add("machines " + state.maintenance().machines());
    lines.add("schedule " + state.maintenance().schedule());
    lines.add("inverse offers " + state.maintenance().inverseOffers());
    state
        .maintenance()
        .machines()
        .forEach(m -> lines.add("answers " + state.maintenance().answers(m.key())));
    lines.add("weights " + state.roles().weights());
    lines.add("quotas " + state.roles().quotas());
    for (Agent agent : state.agents()) {
      lines.add("agent " + agent);
      lines.add("tasks " + state.tasksOn(agent.id()));
      lines.add("executors " + state.executorsOn(agent.id()));
      lines.add("offers " + state.offersOn(agent.id()));
      lines.add("used " + state.usedOn(agent.id()));
      lines.add("offered " + state.offeredOn(agent.id()));
      lines.add("free " + state.freeOn(agent.id()));
      agent.link().ifPresent(link -> lines.add("at " + state.agentAt(link)));
    }
    state
        .unreachableAgents()
        .keySet()
        .forEach(id -> lines.add("unreachable " + id + state.unreachableTasksOn(id)));
    state.frameworks().forEach(framework -> add(framework, state, lines));
    state.completedFrameworks().forEach(framework -> add(framework, state, lines));
    return lines;
  }

  private static void add(Framework framework, MasterState state, List<String> lines) {
    lines.add("framework " + framework);
    lines.add("tasks " + state.tasks(framework.id()));
    lines.add("completed " + state.completedTasks(framework.id()));
    lines.add("unreachable " + state.unreachableTasks(framework.id()));
    lines.add("executors " + state.executors(framework.id()));
    lines.add("offers " + state.offersTo(framework.id()));
    framework.stream().ifPresent(stream -> lines.add("at " + state.frameworkAt(stream)));
  }
}
