package io.proffer.simulator;

import com.google.protobuf.ByteString;
import io.proffer.agent.kernel.AgentDecision;
import io.proffer.agent.kernel.AgentInput;
import io.proffer.agent.state.AgentEvent;
import io.proffer.core.model.TaskKey;
import io.proffer.sdk.TaskUpdate;
import io.proffer.sdk.internal.Delivery;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.Witness;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Each status update that an agent records comes to the scheduler, once per uuid in one life of it,
 * in the order recorded, and no agent takes one for acknowledged that the scheduler has not seen.
 */
final class UpdateChecks implements Witness {

  /** An update an agent has recorded. */
  private record Recorded(String agent, TaskKey task, long number, TaskStatus status) {}

  /** What one life of a scheduler sees of a task. */
  private record SeenBy(String life, TaskKey task) {}

  private final Map<ByteString, Recorded> recorded = new LinkedHashMap<>();
  private final Set<ByteString> acknowledged = new HashSet<>();
  private final Set<ByteString> seenEver = new HashSet<>();
  private final Map<String, Set<ByteString>> seenInLife = new HashMap<>();
  private final Map<SeenBy, Long> newestSeen = new HashMap<>();

  @Override
  public void agentDecided(AgentNode agent, AgentInput input, AgentDecision decision) {
    for (AgentEvent event : decision.events()) {
      switch (event) {
        case AgentEvent.StatusRecorded e ->
            recorded.put(
                e.status().getUuid(),
                new Recorded(agent.name(), e.task(), recorded.size(), e.status()));
        case AgentEvent.UpdateAcknowledged e -> {
          acknowledged.add(e.uuid());
          Checks.require(
              Invariant.ACKNOWLEDGED_UPDATES_WERE_SEEN,
              seenEver.contains(e.uuid()),
              () ->
                  agent.name()
                      + (" holds an update of task " + e.task() + " for acknowledged")
                      + " that no scheduler has seen: "
                      + recorded.get(e.uuid()));
        }
        default -> {}
      }
    }
  }

  @Override
  public void agentForgot(AgentNode agent) {
    recorded.values().stream()
        .filter(r -> r.agent().equals(agent.name()))
        .forEach(r -> acknowledged.add(r.status().getUuid()));
  }

  /** The end of a task is told only when a loss of power cannot undo it; other news may be lost. */
  @Override
  public void updatesLost(AgentNode agent, Set<ByteString> uuids) {
    for (ByteString uuid : uuids) {
      Recorded lost = recorded.get(uuid);
      Checks.require(
          Invariant.TOLD_ENDS_ARE_KEPT,
          lost == null
              || !TaskUpdate.isTerminal(lost.status().getState())
              || !seenEver.contains(uuid),
          () -> agent.name() + " has lost what was told already: " + lost);
      acknowledged.add(uuid);
    }
  }

  @Override
  public void schedulerCalled(FrameworkNode framework, Delivery delivery) {
    if (!(delivery instanceof Delivery.Updated updated) || !updated.status().hasUuid()) {
      return;
    }
    ByteString uuid = updated.status().getUuid();
    seenEver.add(uuid);
    String life = framework.name() + "#" + framework.lives();
    Checks.require(
        Invariant.UPDATES_ARE_SEEN_ONCE,
        seenInLife.computeIfAbsent(life, l -> new HashSet<>()).add(uuid),
        () -> life + " sees an update for the second time: " + updated.status());
    Recorded source = recorded.get(uuid);
    Checks.require(
        Invariant.UPDATES_ARE_TRUE,
        source != null,
        () -> life + " sees an update nobody made: " + updated.status());
    if (source != null) {
      checkOrder(life, source);
    }
  }

  /**
   * Within one life; another life may be told again what the one before did not acknowledge, or
   * what an agent that lost its power does not know to be acknowledged.
   */
  private void checkOrder(String life, Recorded source) {
    SeenBy seen = new SeenBy(life, source.task());
    Long newest = newestSeen.get(seen);
    boolean again = newest != null && newest == source.number();
    Checks.require(
        Invariant.UPDATES_KEEP_THEIR_ORDER,
        newest == null || newest < source.number() || again,
        () -> life + " sees an update of " + source.task() + " after a newer one: " + source);
    newestSeen.put(seen, source.number());
  }

  /**
   * Updates that should have come to their scheduler by now and have not.
   *
   * @param lost updates that nobody needs to be told: their agent or framework is gone for good
   */
  List<String> missing(Predicate<TaskKey> lost) {
    return recorded.entrySet().stream()
        .filter(e -> !acknowledged.contains(e.getKey()) && !lost.test(e.getValue().task()))
        .map(
            e ->
                e.getValue().status().getState()
                    + " of "
                    + e.getValue().task()
                    + " on "
                    + e.getValue().agent())
        .toList();
  }
}
