package io.proffer.master.kernel;

import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.allocator.Refused;
import io.proffer.master.registry.ReplayedRegistry;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * A kernel under virtual time, with schedulers and agents that do only what the test says. Timers
 * are kept and fire when the test advances the time; those without delay fire at once, as the shell
 * does it. After every input the invariants are checked.
 */
final class Cluster {
  static final Instant START = Instant.parse("2026-11-21T02:12:55.500Z");
  static final String MASTER = "11111111-2222-3333-4444-555555555555";

  static final String NEXT_MASTER = "22222222-2222-3333-4444-555555555555";

  private record Timer(TimerKey key, Instant due, long sequence) {}

  private final MasterSettings settings;
  private final ReplayedRegistry registry;
  private MasterKernel kernel;
  private final Map<TimerKey, Timer> timers = new LinkedHashMap<>();
  private final Map<StreamId, List<Event>> streams = new HashMap<>();
  private final Map<StreamId, Boolean> closedStreams = new HashMap<>();
  private final Map<AgentLink, List<ToAgent>> links = new HashMap<>();
  private final Map<AgentLink, Boolean> closedLinks = new HashMap<>();
  private final Map<AgentLink, Long> unansweredPings = new LinkedHashMap<>();
  private final Map<RequestId, CallOutcome> answers = new HashMap<>();
  private final List<MasterEvent> journal = new ArrayList<>();
  private ToldRefusals refusals = new ToldRefusals();
  private Instant now = START;
  private long sequence;
  private boolean allocating = true;
  private boolean beginsAnew;

  Cluster() {
    this(MasterSettings.defaults());
  }

  Cluster(MasterSettings settings) {
    this.settings = settings;
    registry = new ReplayedRegistry(settings.retention());
    kernel = new MasterKernel(masterInfo(), settings);
  }

  /** The master is no more. Another one leads, and knows what the registry has kept. */
  void failOver() {
    failOver(registry.read());
  }

  /** As the other, and this one has no ZooKeeper that keeps anything. */
  void failOverKnowingNothing() {
    failOver(DurableFacts.none());
  }

  private void failOver(DurableFacts known) {
    timers.clear();
    unansweredPings.clear();
    streams.clear();
    links.clear();
    journal.clear();
    refusals = new ToldRefusals();
    kernel = new MasterKernel(masterInfo().toBuilder().setId(NEXT_MASTER).build(), settings);
    when(new MasterInput.Leading(known));
  }

  /** Whether the master is to lead anew. */
  boolean beginsAnew() {
    return beginsAnew;
  }

  /** What a master would know that led from now on. */
  DurableFacts kept() {
    return registry.read();
  }

  static MasterInfo masterInfo() {
    return MasterInfo.newBuilder()
        .setId(MASTER)
        .setIp(16777343)
        .setPort(5050)
        .setHostname("localhost")
        .setPid("master@127.0.0.1:5050")
        .setVersion("0.1.0")
        .setAddress(Address.newBuilder().setHostname("localhost").setIp("127.0.0.1").setPort(5050))
        .build();
  }

  MasterState state() {
    return kernel.state();
  }

  Instant now() {
    return now;
  }

  long nextNumber() {
    return sequence++;
  }

  /** From now on nothing is offered, until {@link #allocateAgain}. */
  void holdAllocation() {
    allocating = false;
  }

  void allocateAgain() {
    allocating = true;
    settle();
  }

  /** One input, and all that follows from it at the same time. */
  Decision when(MasterInput input) {
    Decision decision = step(input);
    settle();
    return decision;
  }

  void advance(Duration time) {
    Instant until = now.plus(time);
    while (true) {
      Optional<Timer> next = next().filter(timer -> !timer.due().isAfter(until));
      if (next.isEmpty()) {
        break;
      }
      now = next.get().due();
      fire(next.get());
    }
    now = until;
  }

  /** As {@link #advance}, with all agents that are connected answering their pings. */
  void advanceWithHealthyAgents(Duration time) {
    Instant until = now.plus(time);
    while (now.isBefore(until)) {
      Duration rest = Duration.between(now, until);
      Duration step = settings.agentPingInterval();
      advance(rest.compareTo(step) < 0 ? rest : step);
      Map<AgentLink, Long> pings = new LinkedHashMap<>(unansweredPings);
      unansweredPings.clear();
      pings.forEach((link, ping) -> agentSays(link, new FromAgent.Pong(ping)));
    }
  }

  void advanceSeconds(double seconds) {
    advance(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  boolean isTimerSet(TimerKey key) {
    return timers.containsKey(key);
  }

  /** Answers the call; the shell's side of a request. */
  CallOutcome call(Call call, Optional<StreamId> stream, Optional<String> principal) {
    RequestId request = new RequestId(nextNumber());
    when(new MasterInput.SchedulerCall(request, stream, call, principal));
    return answerTo(request);
  }

  CallOutcome answerTo(RequestId request) {
    CallOutcome answer = answers.get(request);
    if (answer == null) {
      throw new AssertionError("request " + request + " was not answered");
    }
    return answer;
  }

  void agentSays(AgentLink link, FromAgent message) {
    when(new MasterInput.AgentSaid(link, message));
  }

  /** What was sent on a stream since it was asked for last. */
  List<Event> takeEvents(StreamId stream) {
    return take(streams, stream);
  }

  List<ToAgent> takeMessages(AgentLink link) {
    return take(links, link);
  }

  boolean isClosed(StreamId stream) {
    return closedStreams.containsKey(stream);
  }

  boolean isClosed(AgentLink link) {
    return closedLinks.containsKey(link);
  }

  List<MasterEvent> journal() {
    return journal;
  }

  /** What readers are told that frameworks refuse. */
  List<Refused> refused() {
    return refusals.all();
  }

  MasterSettings settings() {
    return settings;
  }

  private static <K, V> List<V> take(Map<K, List<V>> from, K key) {
    List<V> taken = from.remove(key);
    return taken == null ? List.of() : taken;
  }

  private void settle() {
    while (true) {
      Optional<Timer> due = next().filter(timer -> !timer.due().isAfter(now));
      if (due.isEmpty()) {
        return;
      }
      fire(due.get());
    }
  }

  private Optional<Timer> next() {
    return timers.values().stream()
        .filter(timer -> allocating || !(timer.key() instanceof TimerKey.Allocate))
        .min(Comparator.comparing(Timer::due).thenComparingLong(Timer::sequence));
  }

  private void fire(Timer timer) {
    timers.remove(timer.key());
    step(new MasterInput.TimerFired(timer.key()));
  }

  private Decision step(MasterInput input) {
    Map<String, Long> deficit = QuotaChecks.deficit(kernel.state());
    Decision decision = kernel.handle(now, input);
    if (input instanceof MasterInput.TimerFired) {
      QuotaChecks.check(decision, deficit, kernel.state());
    }
    journal.addAll(decision.events());
    registry.append(decision.events().stream().filter(MasterEvent::recorded).toList());
    decision.effects().forEach(this::perform);
    Invariants.check(kernel.state());
    refusals.tell(decision.refusals());
    refusals.check(kernel.state(), now);
    return decision;
  }

  private void perform(MasterEffect effect) {
    switch (effect) {
      case MasterEffect.Answer e -> {
        if (answers.put(e.request(), e.outcome()) != null) {
          throw new AssertionError("request " + e.request() + " was answered twice");
        }
      }
      case MasterEffect.SendEvent e -> {
        if (isClosed(e.stream())) {
          throw new AssertionError("sent to a closed stream: " + e);
        }
        streams.computeIfAbsent(e.stream(), s -> new ArrayList<>()).add(e.event());
      }
      case MasterEffect.CloseStream e -> closedStreams.put(e.stream(), true);
      case MasterEffect.SendToAgent e -> {
        links.computeIfAbsent(e.link(), l -> new ArrayList<>()).add(e.message());
        if (e.message() instanceof ToAgent.Ping ping) {
          unansweredPings.put(e.link(), ping.sequence());
        }
      }
      case MasterEffect.CloseLink e -> {
        closedLinks.put(e.link(), true);
        unansweredPings.remove(e.link());
      }
      case MasterEffect.BeginAnew e -> beginsAnew = true;
      case MasterEffect.StartTimer e ->
          timers.put(e.key(), new Timer(e.key(), now.plus(e.delay()), nextNumber()));
      case MasterEffect.CancelTimer e -> timers.remove(e.key());
    }
  }
}
