package io.proffer.master.http.dashboard;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import java.util.List;

/**
 * Rows as they are at one version: all there are, or those that changed since another version. A
 * row replaces the one before with the same key, so that taking a batch twice does no harm. Tasks
 * that have ended stay until there are more of them than the master remembers.
 *
 * @param version of the state with which the rows are as they are here
 * @param uses the agents of which nothing has changed but what is used and offered
 */
record Batch(
    long version,
    List<AgentRow> agents,
    List<AgentRow> uses,
    List<AgentId> goneAgents,
    List<FrameworkRow> frameworks,
    List<FrameworkId> goneFrameworks,
    List<Task> tasks,
    List<Offer> offers,
    List<OfferId> goneOffers,
    List<Activity.Decision> decisions) {

  static Batch everything(MasterSnapshot snapshot, Activity activity) {
    return new Batch(
        snapshot.version(),
        AgentRow.all(snapshot),
        List.of(),
        List.of(),
        FrameworkRow.all(snapshot, activity),
        List.of(),
        snapshot.allFrameworks().flatMap(FrameworkSnapshot::allTasks).toList(),
        snapshot.offers(),
        List.of(),
        activity.decisions());
  }

  boolean isEmpty() {
    return agents.isEmpty()
        && uses.isEmpty()
        && goneAgents.isEmpty()
        && frameworks.isEmpty()
        && goneFrameworks.isEmpty()
        && tasks.isEmpty()
        && offers.isEmpty()
        && goneOffers.isEmpty();
  }
}
