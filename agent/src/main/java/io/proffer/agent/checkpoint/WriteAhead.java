package io.proffer.agent.checkpoint;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentEffect;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.kernel.ProviderAnswer;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.Checkpoint;
import io.proffer.agent.state.TaskEnds;
import io.proffer.core.model.AgentId;
import io.proffer.core.protocol.link.FromAgent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the facts of each decision down before the effects that rest on them are performed.
 *
 * <p>Most effects need the facts to survive the end of the agent's process, and are released at
 * once. The end of a task is told, and its container removed, only when the facts would survive a
 * loss of power too: what was told once must never be told differently. Those effects wait for
 * {@link #flush}, which serves all that wait with one turn of the disk.
 *
 * <p>While the checkpoint cannot be written nothing is launched, and nothing new is told of tasks;
 * what was decided is known, and goes out when it can be written.
 *
 * <p>One thread at a time.
 */
public final class WriteAhead implements AutoCloseable {

  /** How long what nothing waits for may wait to be forced to the disk, and between new tries. */
  public static final Duration LAZY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(WriteAhead.class);

  private final Journal journal;
  private final IdentityFile identity;
  private final Optional<WorkDirLock> lock;
  private final String workDir;
  private final String master;

  /** A set: what is decided again while it waits is told once. */
  private final Set<AgentEffect> waiting = new LinkedHashSet<>();

  private boolean retired;

  private WriteAhead(
      Journal journal,
      IdentityFile identity,
      Optional<WorkDirLock> lock,
      String workDir,
      String master) {
    this.journal = journal;
    this.identity = identity;
    this.lock = lock;
    this.workDir = workDir;
    this.master = master;
  }

  /** What was written down before. */
  public record Opened(WriteAhead writeAhead, List<AgentEvent.Durable> facts) {}

  /**
   * What may be done after a decision.
   *
   * @param effects to be performed, in order
   * @param refused inputs that follow from what cannot be performed
   */
  public record Released(List<AgentEffect> effects, List<AgentInput> refused) {
    public Released {
      effects = List.copyOf(effects);
      refused = List.copyOf(refused);
    }
  }

  static WriteAhead of(
      Journal journal,
      IdentityFile identity,
      Optional<WorkDirLock> lock,
      String workDir,
      String master) {
    return new WriteAhead(journal, identity, lock, workDir, master);
  }

  /** Why what was decided cannot be written; empty when it is. Any thread may ask. */
  public Optional<String> trouble() {
    return journal.trouble();
  }

  /** Whether all that was decided is written. */
  public boolean healthy() {
    return journal.healthy();
  }

  /**
   * Writes the facts of a decision.
   *
   * @param state after it
   */
  public Released write(AgentDecision decision, AgentState state) {
    List<AgentEvent.Durable> durable =
        decision.events().stream()
            .filter(AgentEvent.Durable.class::isInstance)
            .map(AgentEvent.Durable.class::cast)
            .toList();
    journal.append(durable);
    for (AgentEvent.Durable fact : durable) {
      if (fact instanceof AgentEvent.AgentNamed named) {
        name(named.agent());
      }
      retired |= fact instanceof AgentEvent.AgentRetired;
    }
    journal.compactIfLarge(() -> Checkpoint.of(state));
    return release(decision.effects());
  }

  private void name(AgentId agent) {
    journal.force();
    try {
      identity.write(new Identity(agent, workDir, master));
    } catch (IOException e) {
      LOG.error("Who this agent is cannot be written down: {}", IoTrouble.describe(e));
    }
  }

  private Released release(List<AgentEffect> effects) {
    List<AgentEffect> released = new ArrayList<>();
    List<AgentInput> refused = new ArrayList<>();
    for (AgentEffect effect : effects) {
      if (effect instanceof AgentEffect.LaunchContainer launch && !healthy()) {
        refused.add(refusal(launch));
      } else if (effect instanceof AgentEffect.Send send
          && send.message() instanceof FromAgent.Reregister report) {
        report(report).map(AgentEffect.Send::new).ifPresent(released::add);
      } else if (waits(effect)) {
        waiting.add(effect);
      } else {
        released.add(effect);
      }
    }
    return new Released(released, refused);
  }

  /** Says no more of tasks than is written; nothing when that cannot be known now. */
  private Optional<FromAgent.Reregister> report(FromAgent.Reregister report) {
    journal.force();
    if (journal.forced()) {
      return Optional.of(report);
    }
    try {
      return Optional.of(WrittenReport.of(report, AgentState.of(journal.written())));
    } catch (IOException e) {
      LOG.warn("The agent does not register: {}", IoTrouble.describe(e));
      return Optional.empty(); // it is going to be said again
    }
  }

  private boolean waits(AgentEffect effect) {
    return switch (effect) {
      case AgentEffect.Send e -> waits(e.message());
      case AgentEffect.RemoveContainer e -> !journal.forced();
      case AgentEffect.RemoveVolume e -> !journal.forced();
      case AgentEffect.Stop e -> !journal.forced() || !waiting.isEmpty();
      // What an executor is told to have arrived it does not say again.
      case AgentEffect.TellExecutor e ->
          switch (e.event().getType()) {
            case LAUNCH, LAUNCH_GROUP, ACKNOWLEDGED -> !healthy();
            case SUBSCRIBED, KILL, MESSAGE, ERROR, SHUTDOWN, HEARTBEAT, UNKNOWN -> false;
          };
      // An id is given out, and taken back, for ever.
      case AgentEffect.TellProvider e ->
          switch (e.event().getType()) {
            case SUBSCRIBED, TEARDOWN -> !journal.forced();
            case APPLY_OPERATION,
                PUBLISH_RESOURCES,
                ACKNOWLEDGE_OPERATION_STATUS,
                RECONCILE_OPERATIONS,
                UNKNOWN ->
                false;
          };
      case AgentEffect.AnswerProvider e ->
          switch (e.answer()) {
            case ProviderAnswer.Done a -> !journal.forced();
            case ProviderAnswer.Accepted a -> false;
            case ProviderAnswer.Streaming a -> false;
            case ProviderAnswer.Refused a -> false;
          };
      case AgentEffect.CloseProviderStream e -> !waiting.isEmpty();
      case AgentEffect.AnswerExecutor e -> false;
      case AgentEffect.CloseExecutorStream e -> false;
      case AgentEffect.RefreshFiles e -> false;
      case AgentEffect.ResizeContainer e -> false;
      case AgentEffect.Reconnect e -> false;
      case AgentEffect.LaunchContainer e -> false;
      case AgentEffect.CancelLaunch e -> false;
      case AgentEffect.SignalContainer e -> false;
      case AgentEffect.MeasureUsage e -> false;
      case AgentEffect.PrepareVolumes e -> false;
      case AgentEffect.StartProbe e -> false;
      case AgentEffect.StopProbes e -> false;
      case AgentEffect.StartTimer e -> false;
      case AgentEffect.CancelTimer e -> false;
    };
  }

  private boolean waits(FromAgent message) {
    return switch (message) {
      case FromAgent.StatusUpdate m ->
          !healthy() || (TaskEnds.isEnd(m.status().getState()) && !journal.forced());
      // Behind the ends of its tasks, or of all tasks.
      case FromAgent.OperationUpdate m -> !journal.forced();
      case FromAgent.ExecutorTerminated m -> !healthy() || !waiting.isEmpty();
      case FromAgent.Unregister m -> !journal.forced() || !waiting.isEmpty();
      case FromAgent.Reregister m -> false;
      case FromAgent.Register m -> false;
      case FromAgent.Pong m -> false;
      case FromAgent.ExecutorMessage m -> false;
      case FromAgent.Oversubscribed m -> false;
      case FromAgent.ProvidersChanged m -> false;
    };
  }

  private AgentInput refusal(AgentEffect.LaunchContainer launch) {
    return new AgentInput.ContainerLaunchFailed(
        launch.spec().id(),
        new LaunchFailure(
            LaunchFailure.Kind.SANDBOX,
            "the agent cannot write to its checkpoint, without which it takes on no tasks: "
                + journal.trouble().orElse("")));
  }

  /** When {@link #flush} is to be called next; empty when there is no need to. */
  public Optional<Duration> flushDue() {
    if (!healthy()) {
      return Optional.of(LAZY);
    }
    if (!waiting.isEmpty()) {
      return Optional.of(Duration.ZERO);
    }
    return journal.forced() ? Optional.empty() : Optional.of(LAZY);
  }

  /**
   * Forces what was written to the disk, or after trouble tries to write it again.
   *
   * @param state the present one
   * @return what waited for that, to be performed in order; nothing while there is trouble
   */
  public List<AgentEffect> flush(AgentState state) {
    if (healthy()) {
      journal.force();
    } else {
      journal.rewrite(() -> Checkpoint.of(state));
      state.id().filter(id -> healthy() && !retired).ifPresent(this::name);
    }
    if (!journal.forced()) {
      return List.of();
    }
    if (retired) {
      identity.remove();
    }
    List<AgentEffect> released = List.copyOf(waiting);
    waiting.clear();
    return released;
  }

  /** Writes down anew, in the fewest facts, what is known. */
  public void compact(AgentState state) {
    if (healthy()) {
      journal.compact(Checkpoint.of(state));
    }
  }

  @Override
  public void close() {
    journal.close();
    lock.ifPresent(WorkDirLock::close);
  }
}
