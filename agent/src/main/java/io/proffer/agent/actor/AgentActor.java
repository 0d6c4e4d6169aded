package io.proffer.agent.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.proffer.agent.checkpoint.Journal;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.AgentKernel;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.Checkpoint;
import io.proffer.core.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the kernel its inputs in the order they come, writes the durable facts of each decision,
 * then performs its effects. Decides nothing itself, but for refusing launches while the checkpoint
 * cannot be written.
 */
public final class AgentActor extends AbstractBehavior<AgentActor.Command> {

  private static final Logger LOG = LoggerFactory.getLogger(AgentActor.class);
  private static final Duration JOURNAL_RETRY = Duration.ofSeconds(1);

  /** What the actor understands. */
  public sealed interface Command {}

  /** Something happened. */
  public record Happened(AgentInput input) implements Command {}

  /** Take no more inputs; {@code done} is completed when none is being handled. */
  public record End(CompletableFuture<Void> done) implements Command {}

  private record RetryJournal() implements Command {}

  /** What the actor acts on. */
  public record World(Journal journal, EffectSink effects, FactSink facts, Ticker ticker) {}

  private final AgentKernel kernel;
  private final World world;
  private final TimerScheduler<Command> timers;

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
        .onMessage(RetryJournal.class, this::onRetryJournal)
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
    List<AgentEvent.Durable> durable =
        decision.events().stream()
            .filter(AgentEvent.Durable.class::isInstance)
            .map(AgentEvent.Durable.class::cast)
            .toList();
    if (!durable.isEmpty()) {
      write(durable);
    }
    world.facts().became(decision.events());
    decision.effects().forEach(this::perform);
    return this;
  }

  private void write(List<AgentEvent.Durable> durable) {
    world.journal().append(durable);
    if (durable.stream().anyMatch(AgentEvent.AgentNamed.class::isInstance)) {
      world.journal().force();
    }
    world.journal().compactIfLarge(() -> Checkpoint.of(kernel.state()));
    if (!world.journal().healthy()) {
      timers.startSingleTimer(new RetryJournal(), JOURNAL_RETRY);
    }
  }

  private static Behavior<Command> onEnd(End end) {
    return Behaviors.stopped(() -> end.done().complete(null));
  }

  private Behavior<Command> onRetryJournal(RetryJournal retry) {
    world.journal().retry();
    if (!world.journal().healthy()) {
      timers.startSingleTimer(new RetryJournal(), JOURNAL_RETRY);
    }
    return this;
  }

  private void perform(AgentEffect effect) {
    switch (effect) {
      case AgentEffect.StartTimer e ->
          timers.startSingleTimer(
              e.timer(), new Happened(new AgentInput.TimerFired(e.timer())), e.delay());
      case AgentEffect.CancelTimer e -> timers.cancel(e.timer());
      case AgentEffect.LaunchContainer e -> {
        Optional<String> trouble = world.journal().trouble();
        if (trouble.isEmpty()) {
          world.effects().perform(e);
        } else {
          refuse(e, trouble.get());
        }
      }
      case AgentEffect.Send e -> world.effects().perform(e);
      case AgentEffect.Reconnect e -> world.effects().perform(e);
      case AgentEffect.CancelLaunch e -> world.effects().perform(e);
      case AgentEffect.SignalContainer e -> world.effects().perform(e);
      case AgentEffect.RemoveContainer e -> world.effects().perform(e);
      case AgentEffect.Stop e -> world.effects().perform(e);
    }
  }

  private void refuse(AgentEffect.LaunchContainer launch, String trouble) {
    getContext()
        .getSelf()
        .tell(
            new Happened(
                new AgentInput.ContainerLaunchFailed(
                    launch.spec().id(),
                    new LaunchFailure(
                        LaunchFailure.Kind.SANDBOX,
                        "the agent cannot write to its checkpoint, without which it takes on no"
                            + " tasks: "
                            + trouble))));
  }
}
