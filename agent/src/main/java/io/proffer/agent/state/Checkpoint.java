package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.AgentNamed;
import io.proffer.agent.state.AgentEvent.ContainerEnded;
import io.proffer.agent.state.AgentEvent.ContainerRan;
import io.proffer.agent.state.AgentEvent.DrainBegun;
import io.proffer.agent.state.AgentEvent.Durable;
import io.proffer.agent.state.AgentEvent.ExecutorAccepted;
import io.proffer.agent.state.AgentEvent.ExecutorEndBegun;
import io.proffer.agent.state.AgentEvent.ExecutorRan;
import io.proffer.agent.state.AgentEvent.ExecutorUsed;
import io.proffer.agent.state.AgentEvent.FrameworkKnown;
import io.proffer.agent.state.AgentEvent.GroupAccepted;
import io.proffer.agent.state.AgentEvent.KillBegun;
import io.proffer.agent.state.AgentEvent.MachineBooted;
import io.proffer.agent.state.AgentEvent.StatusRecorded;
import io.proffer.agent.state.AgentEvent.TaskAccepted;
import io.proffer.agent.state.AgentEvent.TaskChecked;
import io.proffer.agent.state.AgentEvent.TaskDelivered;
import io.proffer.agent.state.AgentEvent.UpdateAcknowledged;
import io.proffer.agent.state.AgentEvent.UpdatesSeen;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskStatus;

/** The fewest durable facts that lead to a state: what a compacted checkpoint holds. */
public final class Checkpoint {

  private Checkpoint() {}

  /**
   * Facts that, applied to an empty state, give the durable part of this one; for an agent that has
   * retired, of what its successor begins with.
   */
  public static List<Durable> of(AgentState state) {
    if (state.retired().isPresent()) {
      return of(state.successor());
    }
    List<Durable> facts = new ArrayList<>();
    state.id().ifPresent(id -> facts.add(new AgentNamed(id)));
    state.bootId().ifPresent(boot -> facts.add(new MachineBooted(boot)));
    state.drain().ifPresent(drain -> facts.add(new DrainBegun(drain)));
    facts.addAll(state.ledger().facts());
    facts.addAll(state.providers().facts());
    state.frameworks().forEach(f -> facts.add(new FrameworkKnown(f)));
    for (AgentExecutor executor : state.executors()) {
      switch (executor) {
        case GroupExecutor e -> addGroups(e, facts);
        case CustomExecutor e -> addExecutor(e, facts);
      }
    }
    for (AgentTask task : state.tasks()) {
      addTask(task, facts);
      List<ByteString> seen = state.seen(task.key());
      if (!seen.isEmpty()) {
        facts.add(new UpdatesSeen(task.key(), seen));
      }
    }
    return facts;
  }

  private static void addGroups(GroupExecutor e, List<Durable> facts) {
    for (int i = 0; i < e.groups(); i++) {
      facts.add(new GroupAccepted(e.key(), e.info(), e.container(), e.role(), e.startedAt()));
    }
  }

  private static void addExecutor(CustomExecutor e, List<Durable> facts) {
    facts.add(new ExecutorAccepted(e.key(), e.info(), e.container(), e.role(), e.startedAt()));
    e.running().ifPresent(r -> facts.add(new ExecutorRan(e.key(), r)));
    if (e.used()) {
      facts.add(new ExecutorUsed(e.key()));
    }
    e.ending().ifPresent(how -> facts.add(new ExecutorEndBegun(e.key(), how)));
  }

  private static void addTask(AgentTask t, List<Durable> facts) {
    facts.add(
        new TaskAccepted(
            t.key(), t.info(), t.role(), t.membership(), t.container(), t.acceptedAt()));
    t.running().ifPresent(r -> facts.add(new ContainerRan(t.key(), r)));
    if (t.hosted() && t.phase() == TaskPhase.RUNNING) {
      facts.add(new TaskDelivered(t.key()));
    }
    t.killing().ifPresent(k -> facts.add(new KillBegun(t.key(), k)));
    if (!t.findings().equals(Findings.NONE)) {
      facts.add(new TaskChecked(t.key(), t.findings()));
    }
    t.acknowledged().ifPresent(s -> addTold(t, s, facts));
    t.updates().forEach(s -> facts.add(new StatusRecorded(t.key(), s)));
    if (!t.live()) {
      facts.add(new ContainerEnded(t.key()));
    }
  }

  private static void addTold(AgentTask t, TaskStatus s, List<Durable> facts) {
    facts.add(new StatusRecorded(t.key(), s));
    facts.add(new UpdateAcknowledged(t.key(), s.getUuid()));
  }
}
