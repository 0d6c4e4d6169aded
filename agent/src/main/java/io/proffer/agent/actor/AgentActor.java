package io.proffer.agent.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.proffer.agent.checkpoint.WriteAhead;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.AgentKernel;
import io.proffer.core.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the kernel its inputs in the order they come, writes the durable facts of each decision,
 * then performs the effects that may be performed when these are written. Decides nothing itself.
 */
public final class AgentActor extends AbstractBehavior<AgentActor.Command> {

  private static final Logger LOG = LoggerFactory.getLogger(AgentActor.class);
  private static final String LAZY_FLUSH = "flush";

  /** What the actor understands. */
  public sealed interface Command {}

  /** Something happened. */
  public record Happened(AgentInput input) implements Command {}

  /** Take no more inputs; {@code done} is completed when none is being handled. */
  public record End(CompletableFuture<Void> done) implements Command {}

  private record Flush() implements Command {}

  /** What the actor acts on. */
  public record World(WriteAhead writeAhead, EffectSink effects, FactSink facts, Ticker ticker) {}

  private final AgentKernel kernel;
  private final World world;
  private final TimerScheduler<Command> timers;
  private boolean flushing;

  private AgentActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      AgentKernel kernel,
      World world) {
    super(context);
    this.kernel = kernel;
    this.world = world;
    this.timers = timers;
  }

  public static Behavior<Command> create(AgentKernel kernel, World world) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new AgentActor(context, timers, kernel, world)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Happened.class, this::onHappened)
        .onMessage(Flush.class, this::onFlush)
        .onMessage(End.class, AgentActor::onEnd)
        .build();
  }

  private Behavior<Command> onHappened(Happened happened) {
    AgentDecision decision;
    try {
      decision = kernel.handle(world.ticker().now(), happened.input());
    } catch (RuntimeException e) {
      // What the kernel believes may be half changed: the checkpoint is right, and the next agent
      // starts from that. What runs, runs on.
      // Its kind alone: what is in it may be secret.
      LOG.error(
          "The agent cannot go on: deciding about {} failed",
          happened.input().getClass().getSimpleName(),
          e);
      world.effects().perform(new AgentEffect.Stop("an error in the agent; its log says which"));
      return Behaviors.stopped();
    }
    WriteAhead.Released released = world.writeAhead().write(decision, kernel.state());
    world.facts().became(decision.events());
    released.effects().forEach(this::perform);
    released.refused().forEach(refused -> getContext().getSelf().tell(new Happened(refused)));
    flushWhenDue();
    return this;
  }

  private void flushWhenDue() {
    Optional<Duration> due = world.writeAhead().flushDue();
    if (due.isEmpty() || flushing) {
      return;
    }
    if (due.get().isZero()) {
      // Behind what is in the mailbox already: one turn of the disk serves it all.
      flushing = true;
      getContext().getSelf().tell(new Flush());
    } else if (!timers.isTimerActive(LAZY_FLUSH)) {
      timers.startSingleTimer(LAZY_FLUSH, new Flush(), due.get());
    }
  }

  private Behavior<Command> onFlush(Flush flush) {
    flushing = false;
    world.writeAhead().flush(kernel.state()).forEach(this::perform);
    flushWhenDue();
    return this;
  }

  private static Behavior<Command> onEnd(End end) {
    return Behaviors.stopped(() -> end.done().complete(null));
  }

  private void perform(AgentEffect effect) {
    switch (effect) {
      case AgentEffect.StartTimer e ->
          timers.startSingleTimer(
              e.timer(), new Happened(new AgentInput.TimerFired(e.timer())), e.delay());
      case AgentEffect.CancelTimer e -> timers.cancel(e.timer());
      case AgentEffect.LaunchContainer e -> world.effects().perform(e);
      case AgentEffect.Send e -> world.effects().perform(e);
      case AgentEffect.Reconnect e -> world.effects().perform(e);
      case AgentEffect.CancelLaunch e -> world.effects().perform(e);
      case AgentEffect.RefreshFiles e -> world.effects().perform(e);
      case AgentEffect.ResizeContainer e -> world.effects().perform(e);
      case AgentEffect.AnswerExecutor e -> world.effects().perform(e);
      case AgentEffect.TellExecutor e -> world.effects().perform(e);
      case AgentEffect.CloseExecutorStream e -> world.effects().perform(e);
      case AgentEffect.AnswerProvider e -> world.effects().perform(e);
      case AgentEffect.TellProvider e -> world.effects().perform(e);
      case AgentEffect.CloseProviderStream e -> world.effects().perform(e);
      case AgentEffect.SignalContainer e -> world.effects().perform(e);
      case AgentEffect.RemoveContainer e -> world.effects().perform(e);
      case AgentEffect.PrepareVolumes e -> world.effects().perform(e);
      case AgentEffect.RemoveVolume e -> world.effects().perform(e);
      case AgentEffect.StartProbe e -> world.effects().perform(e);
      case AgentEffect.MeasureUsage e -> world.effects().perform(e);
      case AgentEffect.StopProbes e -> world.effects().perform(e);
      case AgentEffect.Stop e -> world.effects().perform(e);
    }
  }
}
