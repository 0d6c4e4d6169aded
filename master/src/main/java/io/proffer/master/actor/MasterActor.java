package io.proffer.master.actor;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.proffer.core.protocol.link.Framed;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.time.Ticker;
import io.proffer.master.kernel.CallOutcome;
import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterEffect;
import io.proffer.master.kernel.MasterInput;
import io.proffer.master.kernel.MasterKernel;
import io.proffer.master.kernel.RequestId;
import io.proffer.master.kernel.TimerKey;
import io.proffer.master.registry.Registry;
import io.proffer.master.state.MasterEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * The leading master: puts inputs to the {@link MasterKernel} one by one, has the durable facts
 * written, and then lets out events and effects in the order in which they were decided.
 *
 * <p>It decides about all messages that wait before it lets out anything: the {@link Release} it
 * tells itself with the first decision stands behind them in the mailbox. So one registry write,
 * one wake-up of a stream and one frame to an agent serve as many inputs as came meanwhile.
 */
final class MasterActor extends AbstractBehavior<MasterActor.Command> {

  /** How many effects a batch may gather before it is let out although more messages wait. */
  private static final int MAX_BATCH = 4096;

  sealed interface Command {}

  /** A call that is answered through the future. */
  record Called(MasterInput input, RequestId request, CompletableFuture<CallOutcome> answer)
      implements Command {}

  /** A SUBSCRIBE call; its stream is kept if it is answered with {@link CallOutcome.Subscribed}. */
  record Subscribing(
      MasterInput.Subscribe input, Outbox<Event> stream, CompletableFuture<CallOutcome> answer)
      implements Command {}

  record AgentsConnected(AgentConnection connection) implements Command {}

  /** A frame of messages arrived; the future completes when they are decided about. */
  record AgentsSaid(
      AgentConnection connection,
      List<Framed<FromAgent>> messages,
      CompletableFuture<Boolean> decided)
      implements Command {}

  record StreamLost(MasterInput.StreamLost input) implements Command {}

  record ConnectionLost(MasterInput.ConnectionLost input) implements Command {}

  /** Everything decided so far is to be written and let out. */
  private record Release() implements Command {}

  private record TimersDue() implements Command {}

  /** The oldest write that is not over may be. */
  private record WriteDone() implements Command {}

  /** This master is to lead no more. */
  record StepDown() implements Command {}

  /** Decisions that wait for their durable facts to be written, or for those before them. */
  private record Unreleased(
      CompletionStage<Void> written, List<MasterEvent> events, List<MasterEffect> effects) {
    boolean isWritten() {
      return written.toCompletableFuture().isDone();
    }
  }

  private final MasterKernel kernel;
  private final Registry registry;
  private final ReadModel readModel;
  private final Ticker ticker;
  private final MasterMetrics metrics;
  private final EffectRunner effects;
  private final Runnable onEnd;

  private List<MasterEvent> decidedEvents = new ArrayList<>();
  private List<MasterEffect> decidedEffects = new ArrayList<>();
  private boolean releaseTold;
  private final ArrayDeque<Unreleased> unreleased = new ArrayDeque<>();

  private boolean timersDueTold;
  private @Nullable Cancellable wakeUp;
  private long wakeUpNanos;

  /**
   * @param onEnd run once, when nothing is decided any more
   */
  MasterActor(
      ActorContext<Command> context,
      MasterKernel kernel,
      Registry registry,
      ReadModel readModel,
      Ticker ticker,
      MasterMetrics metrics,
      Runnable onEnd) {
    super(context);
    this.kernel = kernel;
    this.registry = registry;
    this.readModel = readModel;
    this.ticker = ticker;
    this.metrics = metrics;
    this.effects = new EffectRunner(metrics);
    this.onEnd = onEnd;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::onCommand)
        .onSignal(PostStop.class, signal -> abandon())
        .onSignal(PreRestart.class, signal -> abandon())
        .build();
  }

  private Behavior<Command> onCommand(Command command) {
    switch (command) {
      case Called c -> {
        effects.expectAnswer(c.request(), c.answer());
        decide(c.input());
      }
      case Subscribing c -> {
        effects.expectSubscription(c.input().request(), c.answer(), c.stream());
        decide(c.input());
      }
      case AgentsConnected c -> effects.opened(c.connection());
      case AgentsSaid c -> {
        for (Framed<FromAgent> framed : c.messages()) {
          decide(
              new MasterInput.AgentSaid(c.connection().link(framed.channel()), framed.message()));
        }
        c.decided().complete(true);
      }
      case StreamLost c -> {
        effects.lost(c.input().stream());
        decide(c.input());
      }
      case ConnectionLost c -> {
        effects.lostConnection(c.input().connection());
        decide(c.input());
      }
      case TimersDue c -> onTimersDue();
      case Release c -> {
        releaseTold = false;
        release();
      }
      case WriteDone c -> letOut();
      case StepDown c -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void decide(MasterInput input) {
    Decision decision = kernel.handle(ticker.now(), input);
    metrics.decided();
    decidedEvents.addAll(decision.events());
    decidedEffects.addAll(decision.effects());
    if (decidedEffects.size() >= MAX_BATCH) {
      release();
    } else if (!releaseTold) {
      releaseTold = true;
      self().tell(new Release());
    }
  }

  /** Has the durable facts of the batch written, and begins a new batch. */
  private void release() {
    if (decidedEvents.isEmpty() && decidedEffects.isEmpty()) {
      return;
    }
    List<MasterEvent> durable = decidedEvents.stream().filter(MasterEvent::durable).toList();
    CompletionStage<Void> written =
        durable.isEmpty() ? CompletableFuture.completedFuture(null) : registry.append(durable);
    unreleased.add(new Unreleased(written, decidedEvents, decidedEffects));
    decidedEvents = new ArrayList<>();
    decidedEffects = new ArrayList<>();
    letOut();
    if (!unreleased.isEmpty()) {
      ActorRef<Command> self = self();
      written.whenComplete((done, failure) -> self.tell(new WriteDone()));
    }
  }

  /** Lets out every batch that is written and has none unwritten before it. */
  private void letOut() {
    while (!unreleased.isEmpty() && unreleased.peek().isWritten()) {
      Unreleased batch = unreleased.remove();
      batch.written().toCompletableFuture().join(); // throws if the write failed: stop leading
      readModel.happened(batch.events());
      long now = System.nanoTime();
      for (MasterEffect effect : batch.effects()) {
        effects.perform(effect, now);
      }
    }
    scheduleWakeUp();
  }

  private void onTimersDue() {
    timersDueTold = false;
    cancelWakeUp();
    for (TimerKey key : effects.timers().takeDue(System.nanoTime())) {
      decide(new MasterInput.TimerFired(key));
    }
    scheduleWakeUp();
  }

  /** One timer outside stands for all of the kernel's: for the earliest of them. */
  private void scheduleWakeUp() {
    OptionalLong next = effects.timers().next();
    if (next.isEmpty() || timersDueTold) {
      return;
    }
    long delay = next.getAsLong() - System.nanoTime();
    if (delay <= 0) {
      timersDueTold = true;
      self().tell(new TimersDue());
    } else if (wakeUp == null || next.getAsLong() - wakeUpNanos < 0) {
      cancelWakeUp();
      wakeUpNanos = next.getAsLong();
      wakeUp = getContext().scheduleOnce(Duration.ofNanos(delay), self(), new TimersDue());
    }
  }

  private void cancelWakeUp() {
    if (wakeUp != null) {
      wakeUp.cancel();
      wakeUp = null;
    }
  }

  private Behavior<Command> abandon() {
    cancelWakeUp();
    effects.abandonAll("This master does not lead any more; ask for the leader again");
    onEnd.run();
    return this;
  }

  private ActorRef<Command> self() {
    return getContext().getSelf();
  }
}
