package io.proffer.master.http.dashboard;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.Offer;
import io.proffer.master.state.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has changed since it was last asked: which rows, not how often. So much as there is to know
 * bounds it, however much happens. Of the read model's thread.
 */
final class Changes {

  private final Set<AgentId> agents = new LinkedHashSet<>();
  private final Set<AgentId> uses = new LinkedHashSet<>();
  private final Set<FrameworkId> frameworks = new LinkedHashSet<>();
  private final Map<TaskKey, Task> tasks = new LinkedHashMap<>();
  private final Set<OfferId> offers = new LinkedHashSet<>();

  void clear() {
    agents.clear();
    uses.clear();
    frameworks.clear();
    tasks.clear();
    offers.clear();
  }

  /** All that changed until now, with the rows as they are now. */
  Batch take(MasterState state, Activity activity, long decisionsSince) {
    List<AgentRow> agentRows = new ArrayList<>();
    List<AgentId> goneAgents = new ArrayList<>();
    for (AgentId id : agents) {
      AgentRow.of(state, id).ifPresentOrElse(agentRows::add, () -> goneAgents.add(id));
    }
    List<AgentRow> useRows = new ArrayList<>();
    uses.removeAll(agents);
    for (AgentId id : uses) {
      AgentRow.of(state, id).ifPresent(useRows::add);
    }
    List<FrameworkRow> frameworkRows = new ArrayList<>();
    List<FrameworkId> goneFrameworks = new ArrayList<>();
    for (FrameworkId id : frameworks) {
      FrameworkRow.of(state, id, activity)
          .ifPresentOrElse(frameworkRows::add, () -> goneFrameworks.add(id));
    }
    List<Offer> offerRows = new ArrayList<>();
    List<OfferId> goneOffers = new ArrayList<>();
    for (OfferId id : offers) {
      state.offer(id).ifPresentOrElse(offerRows::add, () -> goneOffers.add(id));
    }
    Batch batch =
        new Batch(
            state.version(),
            agentRows,
            useRows,
            goneAgents,
            frameworkRows,
            goneFrameworks,
            List.copyOf(tasks.values()),
            offerRows,
            goneOffers,
            activity.decisions().stream().filter(d -> d.number() > decisionsSince).toList());
    clear();
    return batch;
  }

  /** Before the fact is applied: what it ends can still be found. */
  void before(MasterState before, MasterEvent fact) {
    if (fact instanceof MasterEvent.OfferEnded ended) {
      before.offer(ended.offer()).ifPresent(this::changed);
    } else if (fact instanceof MasterEvent.TaskCompleted completed) {
      before.task(completed.task()).ifPresent(this::changed);
    }
  }

  /** With the fact applied. */
  void after(MasterState after, MasterEvent fact) {
    switch (fact) {
      case MasterEvent.FactsRecovered e ->
          after.frameworks().forEach(framework -> frameworks.add(framework.id()));
      case MasterEvent.FactsReplaced e -> {}
      case MasterEvent.AgentsForgotten e -> agents.addAll(e.unreachable());
      case MasterEvent.AgentAdmitted e -> agents.add(e.agent().id());
      case MasterEvent.AgentReregistered e -> agents.add(e.agent().id());
      case MasterEvent.AgentOversubscribed e -> agents.add(e.agent());
      case MasterEvent.AgentDisconnected e -> agents.add(e.agent());
      case MasterEvent.AgentMarkedUnreachable e -> agents.add(e.agent());
      case MasterEvent.AgentRemoved e -> agents.add(e.agent());
      case MasterEvent.AgentMarkedGone e -> agents.add(e.agent());
      case MasterEvent.OfActivity e -> agents.add(e.agent());
      case MasterEvent.OfMaintenance e -> {}
      case MasterEvent.OfRoles e -> {}
      case MasterEvent.FrameworkSubscribed e -> frameworks.add(e.framework().id());
      case MasterEvent.FrameworkRecovered e -> frameworks.add(e.framework().id());
      case MasterEvent.FrameworkResubscribed e -> frameworks.add(e.framework());
      case MasterEvent.FrameworkUpdated e -> frameworks.add(e.framework());
      case MasterEvent.RolesSuppressed e -> frameworks.add(e.framework());
      case MasterEvent.FrameworkDisconnected e -> frameworks.add(e.framework());
      case MasterEvent.FrameworkCompleted e -> frameworks.add(e.framework());
      case MasterEvent.OfferMade e -> changed(e.offer());
      case MasterEvent.OfferEnded e -> offers.add(e.offer());
      case MasterEvent.TaskLaunched e -> changed(e.task());
      case MasterEvent.TaskRecovered e -> changed(e.task());
      case MasterEvent.TaskUpdated e -> after.task(e.task()).ifPresent(this::changed);
      case MasterEvent.UpdateAcknowledged e -> {}
      case MasterEvent.TaskCompleted e -> {}
      case MasterEvent.TaskBecameUnreachable e ->
          after.unreachableTask(e.task()).ifPresent(this::changed);
      case MasterEvent.UnreachableTaskEnded e ->
          completed(after, e.task()).ifPresent(this::changed);
      case MasterEvent.ExecutorLaunched e -> {
        uses.add(e.executor().agent());
        frameworks.add(e.executor().framework());
      }
      case MasterEvent.ExecutorEnded e -> {
        uses.add(e.executor().agent());
        frameworks.add(e.executor().framework());
      }
      case MasterEvent.OfOperation e -> changed(after, e);
    }
  }

  private void changed(MasterState after, MasterEvent.OfOperation fact) {
    switch (fact) {
      case MasterEvent.OperationAccepted e -> agents.add(e.operation().agent());
      case MasterEvent.OperationRecovered e -> agents.add(e.operation().agent());
      case MasterEvent.OperationUpdated e ->
          after.operation(e.operation()).ifPresent(o -> agents.add(o.agent()));
      case MasterEvent.OperationEnded e -> {}
      case MasterEvent.ConversionUndone e -> agents.add(e.agent());
      case MasterEvent.ProvidersChanged e -> agents.add(e.agent());
    }
  }

  private void changed(Offer offer) {
    offers.add(offer.id());
    uses.add(offer.agent());
    frameworks.add(offer.framework());
  }

  private void changed(Task task) {
    tasks.put(task.key(), task);
    uses.add(task.agent());
  }

  private static Optional<Task> completed(MasterState after, TaskKey key) {
    return after.completedTasks(key.framework()).stream()
        .filter(task -> task.key().equals(key))
        .reduce((older, newer) -> newer);
  }
}
