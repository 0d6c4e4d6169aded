package io.proffer.master.actor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.proffer.master.state.InverseOfferEnd;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.OfferEnd;
import io.proffer.master.state.TaskStates;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * What the master counts since its process started, for Prometheus and for Mesos' {@code
 * /metrics/snapshot}. Thread-safe.
 */
public final class MasterMetrics implements ReadModel.Observer {

  private final MeterRegistry registry;
  private final Counter decisions;
  private final Map<Call.Type, Counter> calls;
  private final Map<Event.Type, Counter> events;
  private final Map<TaskState, Counter> endedTasks;
  private final Map<OfferEnd, Counter> endedOffers;
  private final Counter offersMade;
  private final Counter inverseOffersMade;
  private final Map<InverseOfferEnd, Counter> endedInverseOffers;
  private final Counter tasksLaunched;
  private final Counter agentsRegistered;
  private final Counter agentsReregistered;
  private final Counter agentsUnreachable;
  private final Counter agentsRemoved;
  private final Counter statusUpdates;
  private final Counter acknowledgements;
  private final Map<Outbox.Loss, Counter> lostStreams;
  private final RecentTimes allocationRuns = new RecentTimes();
  private final RecentTimes allocationLatencies = new RecentTimes();

  public MasterMetrics(MeterRegistry registry) {
    this.registry = registry;
    decisions = counter("proffer.master.decisions", "inputs the kernel decided about");
    calls = byEnum(Call.Type.class, "proffer.master.scheduler.calls", "calls of schedulers");
    events = byEnum(Event.Type.class, "proffer.master.scheduler.events", "events to schedulers");
    endedTasks =
        byEnum(TaskState.class, "proffer.master.tasks.ended", "tasks that ended, by state");
    endedOffers =
        byEnum(OfferEnd.class, "proffer.master.offers.ended", "offers that ended, by how");
    offersMade = counter("proffer.master.offers.made", "offers made");
    inverseOffersMade =
        counter("proffer.master.inverse.offers.made", "inverse offers made, for maintenance");
    endedInverseOffers =
        byEnum(
            InverseOfferEnd.class,
            "proffer.master.inverse.offers.ended",
            "inverse offers that ended, by how");
    tasksLaunched = counter("proffer.master.tasks.launched", "tasks sent to agents");
    agentsRegistered = counter("proffer.master.agents.registered", "agents that registered anew");
    agentsReregistered = counter("proffer.master.agents.reregistered", "agents that came back");
    agentsUnreachable = counter("proffer.master.agents.unreachable", "agents given up for now");
    agentsRemoved = counter("proffer.master.agents.removed", "agents that left for good");
    statusUpdates = counter("proffer.master.status.updates", "status updates of tasks");
    acknowledgements = counter("proffer.master.acknowledgements", "updates acknowledged");
    lostStreams = byEnum(Outbox.Loss.class, "proffer.master.streams.lost", "streams lost, by how");
  }

  public MeterRegistry registry() {
    return registry;
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private <E extends Enum<E>> Map<E, Counter> byEnum(
      Class<E> type, String name, String description) {
    Function<E, Counter> make =
        value ->
            Counter.builder(name)
                .tag("type", value.name().toLowerCase(Locale.ROOT))
                .description(description)
                .register(registry);
    Map<E, Counter> counters = new EnumMap<>(type);
    for (E value : type.getEnumConstants()) {
      counters.put(value, make.apply(value));
    }
    return counters;
  }

  // ---- what is counted

  /**
   * A round of allocation is over.
   *
   * @param lateNanos how long after it was due it began
   */
  void allocated(long lateNanos, long tookNanos) {
    allocationLatencies.add(lateNanos);
    allocationRuns.add(tookNanos);
  }

  /** How long rounds of allocation took. */
  public RecentTimes allocationRuns() {
    return allocationRuns;
  }

  /** How long after they were due rounds of allocation began. */
  public RecentTimes allocationLatencies() {
    return allocationLatencies;
  }

  void decided() {
    decisions.increment();
  }

  /** A scheduler's call arrived, whatever becomes of it. */
  public void called(Call.Type type) {
    count(calls, type);
  }

  void sent(Event.Type type) {
    count(events, type);
  }

  /** A client lost its stream. */
  public void lost(Outbox.Loss loss) {
    count(lostStreams, loss);
  }

  @Override
  public void before(MasterState before, MasterEvent event) {
    if (event instanceof MasterEvent.TaskUpdated e && endedBy(before, e)) {
      count(endedTasks, e.status().getState());
    }
  }

  @Override
  public void after(MasterState after, MasterEvent event) {
    switch (event) {
      case MasterEvent.AgentAdmitted e -> agentsRegistered.increment();
      case MasterEvent.AgentReregistered e -> agentsReregistered.increment();
      case MasterEvent.AgentMarkedUnreachable e -> agentsUnreachable.increment();
      case MasterEvent.AgentRemoved e -> agentsRemoved.increment();
      case MasterEvent.OfferMade e -> offersMade.increment();
      case MasterEvent.OfferEnded e -> count(endedOffers, e.how());
      case MasterEvent.TaskLaunched e -> tasksLaunched.increment();
      case MasterEvent.TaskUpdated e -> statusUpdates.increment();
      case MasterEvent.UpdateAcknowledged e -> acknowledgements.increment();
      case MasterEvent.AgentMarkedGone e -> agentsRemoved.increment();
      case MasterEvent.FactsRecovered e -> {}
      case MasterEvent.FactsReplaced e -> {}
      case MasterEvent.AgentsForgotten e -> {}
      case MasterEvent.OfActivity e -> {}
      case MasterEvent.InverseOfferMade e -> inverseOffersMade.increment();
      case MasterEvent.InverseOfferEnded e -> count(endedInverseOffers, e.how());
      case MasterEvent.OfMaintenance e -> {}
      case MasterEvent.OfRoles e -> {}
      case MasterEvent.AgentOversubscribed e -> {}
      case MasterEvent.AgentDisconnected e -> {}
      case MasterEvent.FrameworkSubscribed e -> {}
      case MasterEvent.FrameworkRecovered e -> {}
      case MasterEvent.FrameworkResubscribed e -> {}
      case MasterEvent.FrameworkUpdated e -> {}
      case MasterEvent.RolesSuppressed e -> {}
      case MasterEvent.FrameworkDisconnected e -> {}
      case MasterEvent.FrameworkCompleted e -> {}
      case MasterEvent.TaskRecovered e -> {}
      case MasterEvent.TaskCompleted e -> {}
      case MasterEvent.TaskBecameUnreachable e -> {}
      case MasterEvent.UnreachableTaskEnded e -> {}
      case MasterEvent.ExecutorLaunched e -> {}
      case MasterEvent.ExecutorEnded e -> {}
      case MasterEvent.OfOperation e -> {}
    }
  }

  @Override
  public void ended() {}

  /** Only the first terminal update ends a task; others repeat it. */
  private static boolean endedBy(MasterState before, MasterEvent.TaskUpdated event) {
    return TaskStates.isTerminal(event.status().getState())
        && before
            .task(event.task())
            .map(task -> !TaskStates.isTerminal(task.toldState()))
            .orElse(false);
  }

  private static <E extends Enum<E>> void count(Map<E, Counter> counters, E value) {
    Counter counter = counters.get(value);
    if (counter != null) {
      counter.increment();
    }
  }

  // ---- what was counted

  public double calls(Call.Type type) {
    return countOf(calls, type);
  }

  public double sentEvents(Event.Type type) {
    return countOf(events, type);
  }

  public double endedTasks(TaskState state) {
    return countOf(endedTasks, state);
  }

  public double agentsRegistered() {
    return agentsRegistered.count();
  }

  public double agentsReregistered() {
    return agentsReregistered.count();
  }

  public double agentsUnreachable() {
    return agentsUnreachable.count();
  }

  public double agentsRemoved() {
    return agentsRemoved.count();
  }

  public double statusUpdates() {
    return statusUpdates.count();
  }

  public double acknowledgements() {
    return acknowledgements.count();
  }

  private static <E extends Enum<E>> double countOf(Map<E, Counter> counters, E value) {
    Counter counter = counters.get(value);
    return counter == null ? 0 : counter.count();
  }
}
