package io.proffer.master.http.dashboard;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.MasterSnapshot.FrameworkSnapshot;
import io.proffer.master.state.Executor;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A framework as the dashboard shows it.
 *
 * @param executors what its executors hold themselves, besides their tasks
 */
record FrameworkRow(Framework framework, Resources executors, OfferCounts offers) {

  static List<FrameworkRow> all(MasterSnapshot snapshot, Activity activity) {
    return snapshot.allFrameworks().map(framework -> of(framework, activity)).toList();
  }

  private static FrameworkRow of(FrameworkSnapshot framework, Activity activity) {
    Framework known = framework.framework();
    return new FrameworkRow(known, held(framework.executors()), activity.offersTo(known.id()));
  }

  /** The row of a framework, ended or not; empty when it is forgotten. */
  static Optional<FrameworkRow> of(MasterState state, FrameworkId id, Activity activity) {
    Optional<Framework> known = state.framework(id);
    if (known.isEmpty() && state.isCompleted(id)) {
      known =
          state.completedFrameworks().stream().filter(ended -> ended.id().equals(id)).findFirst();
    }
    return known.map(
        framework -> new FrameworkRow(framework, held(state.executors(id)), activity.offersTo(id)));
  }

  private static Resources held(Collection<Executor> executors) {
    return executors.stream().map(Executor::resources).reduce(Resources.empty(), Resources::plus);
  }
}
