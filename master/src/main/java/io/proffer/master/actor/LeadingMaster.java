package io.proffer.master.actor;

import akka.actor.typed.ActorRef;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.core.security.ProxyKey;
import io.proffer.master.kernel.CallOutcome;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.RequestId;
import io.proffer.master.state.Agent;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.Framework;
import io.proffer.master.state.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.MachineID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.maintenance.Protos.Schedule;
import org.apache.mesos.v1.quota.Protos.QuotaConfig;
import org.apache.mesos.v1.quota.Protos.QuotaRequest;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The door to the leading master, for one term of its leading. Behind it waits a bounded number of
 * calls: more are refused with 503 rather than queued. After the term every call is refused.
 * Thread-safe.
 */
public final class LeadingMaster {

  /** So many calls may wait to be decided about. */
  private static final int MAX_WAITING_CALLS = 100_000;

  /** So much may wait for one scheduler: minutes of a busy stream. */
  private static final int MAX_STREAM_BYTES = 64 << 20;

  /** So much may wait for the agents of one connection. */
  private static final int MAX_LINK_BYTES = 64 << 20;

  static final String NOT_LEADING_ANY_MORE =
      "This master does not lead any more; ask for the leader again";

  private static final CallOutcome.Refused NOT_LEADING =
      new CallOutcome.Refused(503, NOT_LEADING_ANY_MORE);

  private static final CallOutcome OVERLOADED =
      new CallOutcome.Refused(
          503, "The master is overloaded: too many calls wait; try again in a moment");

  private static final CallOutcome KEEPS_NOTHING =
      new CallOutcome.Refused(
          400, "This master has no ZooKeeper to keep a snapshot in; start it with --zk");

  private final MasterInfo info;
  private final Instant electedAt;
  private final ActorRef<MasterActor.Command> actor;
  private final ReadModel reads;
  private final MasterMetrics metrics;
  private final boolean keepsFacts;

  private final Map<RequestId, CompletableFuture<CallOutcome>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger waitingCalls = new AtomicInteger();
  private final Map<Long, AgentConnection> connected = new ConcurrentHashMap<>();
  private final LinkUses uses = new LinkUses(connected);
  private final Map<StreamId, GivenKey> frameworkKeys = new ConcurrentHashMap<>();
  private volatile boolean ended;
  private final AtomicLong ids;

  /** What a framework gave with its subscription; it is kept as long as its stream is open. */
  private record GivenKey(ProxyKey key, Outbox<Event> events) {}

  /**
   * @param ids names calls and connections: shared by all terms of the actor, as what was told in
   *     the last moment of one may reach it in the next
   */
  LeadingMaster(
      MasterInfo info,
      Instant electedAt,
      ActorRef<MasterActor.Command> actor,
      ReadModel reads,
      MasterMetrics metrics,
      boolean keepsFacts,
      AtomicLong ids) {
    this.info = info;
    this.electedAt = electedAt;
    this.actor = actor;
    this.reads = reads;
    this.metrics = metrics;
    this.keepsFacts = keepsFacts;
    this.ids = ids;
  }

  /** What this master says about itself; its id is new with each term. */
  public MasterInfo info() {
    return info;
  }

  /** When this term began. */
  public Instant electedAt() {
    return electedAt;
  }

  /** Answers reads without troubling the deciding thread. */
  public ReadModel reads() {
    return reads;
  }

  /** What agents say that what runs on them really uses. */
  public MeasuredUses uses() {
    return uses;
  }

  /** A scheduler's call, of any type but SUBSCRIBE. */
  public CompletionStage<CallOutcome> call(
      Optional<StreamId> stream, Call call, Optional<String> principal) {
    metrics.called(call.getType());
    return ask(request -> new MasterInput.SchedulerCall(request, stream, call, principal));
  }

  /** An operator's wish to tear a framework down. */
  public CompletionStage<CallOutcome> tearDown(FrameworkId framework) {
    return ask(request -> new MasterInput.OperatorTeardown(request, framework));
  }

  /** An operator's wish to reserve resources, or make volumes of them, or undo that. */
  public CompletionStage<CallOutcome> operate(
      AgentId agent, Operation operation, Optional<String> principal) {
    return ask(request -> new MasterInput.OperatorOperation(request, agent, operation, principal));
  }

  /** An operator's wish that an agent ends all it runs, and is offered to nobody. */
  public CompletionStage<CallOutcome> drain(AgentId agent, DrainConfig config) {
    return ask(request -> new MasterInput.DrainAgent(request, agent, config));
  }

  /** An operator's wish that an agent is offered to nobody. */
  public CompletionStage<CallOutcome> deactivate(AgentId agent) {
    return ask(request -> new MasterInput.DeactivateAgent(request, agent));
  }

  /** An operator's wish that an agent is offered again. */
  public CompletionStage<CallOutcome> reactivate(AgentId agent) {
    return ask(request -> new MasterInput.ReactivateAgent(request, agent));
  }

  /** An operator's word that an agent does not come back. */
  public CompletionStage<CallOutcome> markGone(AgentId agent) {
    return ask(request -> new MasterInput.MarkAgentGone(request, agent));
  }

  /** An operator's word on when which machines are expected to be worked on. */
  public CompletionStage<CallOutcome> scheduleMaintenance(Schedule schedule) {
    return ask(request -> new MasterInput.UpdateMaintenanceSchedule(request, schedule));
  }

  /** An operator's word that the work on machines begins. */
  public CompletionStage<CallOutcome> startMaintenance(List<MachineID> machines) {
    return ask(request -> new MasterInput.StartMaintenance(request, machines));
  }

  /** An operator's word that the work on machines is done. */
  public CompletionStage<CallOutcome> stopMaintenance(List<MachineID> machines) {
    return ask(request -> new MasterInput.StopMaintenance(request, machines));
  }

  /** An operator's word on what roles weigh. */
  public CompletionStage<CallOutcome> updateWeights(List<WeightInfo> weights) {
    return ask(request -> new MasterInput.UpdateWeights(request, weights));
  }

  /** An operator's word on what roles are sure of and kept within. */
  public CompletionStage<CallOutcome> updateQuota(List<QuotaConfig> configs, boolean force) {
    return ask(request -> new MasterInput.UpdateQuota(request, configs, force));
  }

  /** The same for one role, in the old way. */
  public CompletionStage<CallOutcome> setQuota(QuotaRequest quota) {
    return ask(request -> new MasterInput.SetQuota(request, quota));
  }

  /** An operator's word that a role has no quota any more. */
  public CompletionStage<CallOutcome> removeQuota(String role, String where) {
    return ask(request -> new MasterInput.RemoveQuota(request, role, where));
  }

  /**
   * An operator's wish that a snapshot is what this master knows.
   *
   * @param replacing whether what it knows already may be forgotten
   */
  public CompletionStage<CallOutcome> restore(DurableFacts facts, boolean replacing) {
    return keepsFacts
        ? ask(request -> new MasterInput.RestoreFacts(request, facts, replacing))
        : CompletableFuture.completedFuture(KEEPS_NOTHING);
  }

  private CompletionStage<CallOutcome> ask(Function<RequestId, MasterInput> input) {
    return admitted(
        (request, answer) -> new MasterActor.Called(input.apply(request), request, answer));
  }

  /**
   * A scheduler's SUBSCRIBE call.
   *
   * @param key with which this master proves to the framework's web server whom it sends; empty if
   *     it gave none
   * @param events where the stream's events go, if the answer is {@link CallOutcome.Subscribed}
   */
  public CompletionStage<CallOutcome> subscribe(
      StreamId stream,
      Call call,
      Optional<String> principal,
      Optional<ProxyKey> key,
      Outbox<Event> events) {
    metrics.called(call.getType());
    CompletionStage<CallOutcome> answer =
        admitted(
            (request, answered) ->
                new MasterActor.Subscribing(
                    new MasterInput.Subscribe(request, stream, call, principal), events, answered));
    return key.isEmpty() ? answer : answer.thenApply(out -> keep(stream, key.get(), events, out));
  }

  private CallOutcome keep(
      StreamId stream, ProxyKey key, Outbox<Event> events, CallOutcome outcome) {
    if (outcome instanceof CallOutcome.Subscribed) {
      frameworkKeys.values().removeIf(given -> given.events().closed());
      frameworkKeys.put(stream, new GivenKey(key, events));
    }
    return outcome;
  }

  /** The key that a framework gave; empty when it gave none, or is not connected any more. */
  public Optional<ProxyKey> proxyKey(Framework framework) {
    return framework.stream()
        .flatMap(stream -> Optional.ofNullable(frameworkKeys.get(stream)))
        .map(GivenKey::key);
  }

  /** Where the events of a stream are to go. */
  public Outbox<Event> streamOutbox(StreamId stream) {
    return new Outbox<>(
        MAX_STREAM_BYTES,
        event -> event.getSerializedSize() + 64,
        loss -> {
          metrics.lost(loss);
          tell(new MasterActor.StreamLost(new MasterInput.StreamLost(stream)));
        });
  }

  /**
   * Agents have opened a connection.
   *
   * @param key with which this master proves to them whom it sends; empty if they gave none
   */
  public AgentConnection connectAgents(
      ToIntFunction<Framed<ToAgent>> sizeOf, Optional<ProxyKey> key) {
    long id = ids.incrementAndGet();
    Outbox<Framed<ToAgent>> outbox =
        new Outbox<>(
            MAX_LINK_BYTES,
            sizeOf,
            loss -> {
              metrics.lost(loss);
              tell(new MasterActor.ConnectionLost(new MasterInput.ConnectionLost(id)));
            });
    AgentConnection connection = new AgentConnection(id, outbox, key);
    connected.put(id, connection);
    tell(new MasterActor.AgentsConnected(connection));
    if (ended) {
      end();
    }
    return connection;
  }

  /** A connection of agents is closed. */
  public void disconnected(AgentConnection connection) {
    connected.remove(connection.id());
  }

  /** The key that an agent gave; empty when it gave none, or is not connected any more. */
  public Optional<ProxyKey> proxyKey(Agent agent) {
    return agent
        .link()
        .flatMap(link -> Optional.ofNullable(connected.get(link.connection())))
        .flatMap(AgentConnection::proxyKey);
  }

  /**
   * Agents said something.
   *
   * @return done when it is decided about; a connection lets only a few frames wait for that
   */
  public CompletionStage<Boolean> said(
      AgentConnection connection, List<Framed<FromAgent>> messages) {
    uses.heard(connection, messages);
    CompletableFuture<Boolean> decided = new CompletableFuture<>();
    tell(new MasterActor.AgentsSaid(connection, messages, decided));
    return decided;
  }

  @FunctionalInterface
  private interface Question {
    MasterActor.Command ask(RequestId request, CompletableFuture<CallOutcome> answer);
  }

  private CompletionStage<CallOutcome> admitted(Question question) {
    if (waitingCalls.incrementAndGet() > MAX_WAITING_CALLS) {
      waitingCalls.decrementAndGet();
      return CompletableFuture.completedFuture(OVERLOADED);
    }
    RequestId request = new RequestId(ids.incrementAndGet());
    CompletableFuture<CallOutcome> answer = new CompletableFuture<>();
    waiting.put(request, answer);
    var unused = answer.whenComplete((outcome, failure) -> answered(request));
    tell(question.ask(request, answer));
    if (ended) {
      end();
    }
    return answer;
  }

  /** What belongs to this term says nothing to the one after it, which has the same actor. */
  private void tell(MasterActor.Command command) {
    if (!ended) {
      actor.tell(command);
    }
  }

  private void answered(RequestId request) {
    waiting.remove(request);
    waitingCalls.decrementAndGet();
  }

  /** The term is over: also what the actor did not get to any more is answered. */
  void end() {
    ended = true;
    for (CompletableFuture<CallOutcome> answer : waiting.values()) {
      answer.complete(NOT_LEADING);
    }
    for (AgentConnection connection : connected.values()) {
      connection.outbox().end();
    }
  }
}
