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
import io.proffer.master.allocator.RefusalNews;
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
import java.util.function.Supplier;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final TimerKey ALLOCATE = new TimerKey.Allocate();

  private static final CompletionStage<Void> NOTHING_TO_WAIT_FOR =
      CompletableFuture.completedFuture(null);

  private static final Logger LOG = LoggerFactory.getLogger(MasterActor.class);

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

  /** The registry cannot be written any more. */
  private record WriteFailed(Throwable why) implements Command {}

  /** The registry is read: only now does the term begin. */
  record Claimed(Registry.Claim claim) implements Command {}

  /** The registry cannot be read. */
  record NotClaimed(Throwable why) implements Command {}

  /** This master is to lead no more. */
  record StepDown() implements Command {}

  /** Decisions that wait for their durable facts to be written, or for those before them. */
  private record Unreleased(
      CompletionStage<Void> written,
      List<MasterEvent> events,
      List<MasterEffect> effects,
      List<RefusalNews> refusals) {
    boolean isWritten() {
      CompletableFuture<Void> write = written.toCompletableFuture();
      return write.isDone() && !write.isCompletedExceptionally();
    }
  }

  private final MasterKernel kernel;
  private final Registry.Claim registry;
  private final ReadModel readModel;
  private final Ticker ticker;
  private final MasterMetrics metrics;
  private final EffectRunner effects;
  private final Runnable onUnable;
  private final Runnable onEnd;
  private final Supplier<Behavior<Command>> anew;

  private List<MasterEvent> decidedEvents = new ArrayList<>();
  private List<MasterEffect> decidedEffects = new ArrayList<>();
  private List<RefusalNews> decidedRefusals = new ArrayList<>();
  private boolean releaseTold;
  private final ArrayDeque<Unreleased> unreleased = new ArrayDeque<>();

  /** Facts to be written that nothing waits for. */
  private List<MasterEvent> behind = new ArrayList<>();

  private boolean timersDueTold;
  private @Nullable Cancellable wakeUp;
  private long wakeUpNanos;

  /**
   * Begins with what masters before have kept: when this returns, it can be read.
   *
   * @param onUnable run when what is decided cannot be kept any more, before the end
   * @param onEnd run once, when nothing is decided any more
   * @param anew makes the term that takes the place of this one
   */
  MasterActor(
      ActorContext<Command> context,
      MasterKernel kernel,
      Registry.Claim registry,
      ReadModel readModel,
      Ticker ticker,
      MasterMetrics metrics,
      Runnable onUnable,
      Runnable onEnd,
      Supplier<Behavior<Command>> anew) {
    super(context);
    this.kernel = kernel;
    this.registry = registry;
    this.readModel = readModel;
    this.ticker = ticker;
    this.metrics = metrics;
    this.effects = new EffectRunner(metrics);
    this.onUnable = onUnable;
    this.onEnd = onEnd;
    this.anew = anew;
    decide(new MasterInput.Leading(registry.known()));
    release();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::onCommand)
        .onSignal(PostStop.class, signal -> end())
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
        long began = System.nanoTime();
        if (hasOffers(decide(c.input()))) {
          metrics.allocated(0, System.nanoTime() - began);
        }
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
      case WriteDone c -> {
        letOut();
        settle();
      }
      case WriteFailed c -> throw stopLeading(c.why());
      case Claimed c -> c.claim().end(); // this term has its own
      case NotClaimed c -> {}
      case StepDown c -> {
        return Behaviors.stopped();
      }
    }
    return effects.beginsAnew() ? beginAnew() : this;
  }

  private Behavior<Command> beginAnew() {
    LOG.info("This master leads anew: what it knew has been replaced");
    abandon();
    return anew.get();
  }

  private Decision decide(MasterInput input) {
    Decision decision = kernel.handle(ticker.now(), input);
    metrics.decided();
    decidedEvents.addAll(decision.events());
    decidedEffects.addAll(decision.effects());
    decidedRefusals.addAll(decision.refusals());
    if (decidedEffects.size() >= MAX_BATCH) {
      release();
    } else if (!releaseTold) {
      releaseTold = true;
      self().tell(new Release());
    }
    return decision;
  }

  private static boolean hasOffers(Decision decision) {
    for (MasterEvent event : decision.events()) {
      if (event instanceof MasterEvent.OfferMade) {
        return true;
      }
    }
    return false;
  }

  /** Has the durable facts of the batch written, and begins a new batch. */
  private void release() {
    if (!decidedEvents.isEmpty() || !decidedEffects.isEmpty() || !decidedRefusals.isEmpty()) {
      releaseDecided();
    }
    settle();
  }

  private void releaseDecided() {
    boolean first = false;
    for (MasterEvent event : decidedEvents) {
      if (event.recorded()) {
        behind.add(event);
        first |= event.durable();
      }
    }
    CompletionStage<Void> written = first ? write(true) : NOTHING_TO_WAIT_FOR;
    unreleased.add(new Unreleased(written, decidedEvents, decidedEffects, decidedRefusals));
    decidedEvents = new ArrayList<>();
    decidedEffects = new ArrayList<>();
    decidedRefusals = new ArrayList<>();
    letOut();
  }

  /**
   * Does what nobody waits for, when everybody has been answered and offered what he came for: it
   * wakes threads that would take a processor from those who have to be told.
   */
  private void settle() {
    if (!timersDueTold && !effects.beginsAnew()) {
      writeBehind();
      readModel.catchUp();
    }
  }

  private void writeBehind() {
    if (!behind.isEmpty()) {
      var unused = write(false);
    }
  }

  /**
   * @param first whether something waits for it
   */
  private CompletionStage<Void> write(boolean first) {
    CompletionStage<Void> written = registry.append(behind);
    behind = new ArrayList<>();
    ActorRef<Command> self = self();
    var unused =
        written.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                self.tell(new WriteFailed(failure));
              } else if (first) {
                self.tell(new WriteDone());
              }
            });
    return written;
  }

  private RuntimeException stopLeading(Throwable why) {
    onUnable.run();
    LOG.error("This master leads no more: {}", why.getMessage());
    return new IllegalStateException("The registry cannot be written", why);
  }

  /** Lets out every batch that is written and has none unwritten before it. */
  private void letOut() {
    while (!effects.beginsAnew() && !unreleased.isEmpty() && unreleased.peek().isWritten()) {
      Unreleased batch = unreleased.remove();
      readModel.happened(batch.events(), batch.refusals());
      effects.perform(batch.effects(), System.nanoTime());
    }
    if (!effects.beginsAnew()) {
      scheduleWakeUp();
    }
  }

  private void onTimersDue() {
    timersDueTold = false;
    cancelWakeUp();
    OptionalLong allocationDue = effects.timers().dueAt(ALLOCATE);
    for (TimerKey key : effects.timers().takeDue(System.nanoTime())) {
      long began = System.nanoTime();
      decide(new MasterInput.TimerFired(key));
      if (key.equals(ALLOCATE)) {
        metrics.allocated(began - allocationDue.orElse(began), System.nanoTime() - began);
      }
    }
    scheduleWakeUp();
    if (!releaseTold) {
      settle();
    }
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

  private Behavior<Command> end() {
    writeBehind();
    return abandon();
  }

  private Behavior<Command> abandon() {
    cancelWakeUp();
    effects.abandonAll(LeadingMaster.NOT_LEADING_ANY_MORE);
    registry.end();
    onEnd.run();
    return this;
  }

  private ActorRef<Command> self() {
    return getContext().getSelf();
  }
}
