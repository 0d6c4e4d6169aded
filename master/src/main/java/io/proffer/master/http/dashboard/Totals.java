package io.proffer.master.http.dashboard;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.state.Agent;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * What a cluster adds up to, in scalars. One walk over everything, which makes no objects for each
 * task: the summary is made anew more than once a second.
 */
final class Totals {

  /** Of agents that are connected, without what may be taken away again. */
  final Sums total = new Sums();

  /** As {@link #total}, used. */
  final Sums used = new Sums();

  /** As {@link #total}, offered. */
  final Sums offered = new Sums();

  final Map<TaskState, Integer> tasks = new EnumMap<>(TaskState.class);

  private final Map<FrameworkId, Sums> byFramework = new HashMap<>();

  private Totals() {}

  static Totals of(MasterSnapshot snapshot) {
    Totals totals = new Totals();
    for (Agent agent : snapshot.agents()) {
      if (agent.connected()) {
        totals.total.add(agent.id(), agent.total(), false);
      }
    }
    snapshot.allFrameworks().forEach(totals::count);
    snapshot.frameworks().forEach(totals::use);
    for (Offer offer : snapshot.offers()) {
      totals.offered.add(offer.agent(), offer.resources(), false);
    }
    return totals;
  }

  /** What a framework uses, also of what may be taken away again. */
  Sums usedBy(FrameworkId framework) {
    return byFramework.getOrDefault(framework, new Sums());
  }

  private void count(FrameworkSnapshot framework) {
    framework.allTasks().forEach(task -> tasks.merge(task.state(), 1, Integer::sum));
  }

  private void use(FrameworkSnapshot framework) {
    Sums own = new Sums();
    byFramework.put(framework.framework().id(), own);
    for (Task task : framework.tasks()) {
      if (!task.terminal()) {
        use(own, task.agent(), task.resources());
      }
    }
    for (Executor executor : framework.executors()) {
      use(own, executor.agent(), executor.resources());
    }
  }

  private void use(Sums own, AgentId agent, Resources resources) {
    own.add(agent, resources, true);
    used.add(agent, resources, false);
  }
}
