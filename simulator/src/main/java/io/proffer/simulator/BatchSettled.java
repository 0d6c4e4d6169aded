package io.proffer.simulator;

import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.Workflow;
import io.proffer.core.model.AgentId;
import io.proffer.master.state.MasterState;
import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.MasterNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Liveness: once nothing breaks any more and nothing is due any more, every run and every workflow
 * ends, nothing runs and nothing is reserved; and of what somebody was told that it had begun, the
 * end is known.
 */
final class BatchSettled {

  private BatchSettled() {}

  /** What is not yet as it must become; empty when all is. */
  static Optional<Violation> problem(VirtualCluster cluster, BatchChecks checks) {
    BatchModel model = checks.model();
    if (model.isScheduled()) {
      return open("schedules are still followed");
    }
    List<Run> runs = List.copyOf(model.runs());
    if (!runs.isEmpty()) {
      return open("runs have not ended: " + runs);
    }
    List<Workflow> flows =
        model.workflows().stream().filter(flow -> flow.finishedAt().isEmpty()).toList();
    if (!flows.isEmpty()) {
      return open("workflows have not ended: " + flows);
    }
    SortedSet<String> running = new TreeSet<>();
    for (AgentNode agent : cluster.agents()) {
      agent
          .running()
          .forEach(spec -> spec.task().ifPresent(task -> running.add(task.getTaskId().getValue())));
    }
    if (!running.isEmpty()) {
      return open("there still run " + running);
    }
    return checks
        .lost()
        .map(what -> new Violation(Invariant.NO_RUN_IS_LOST, what))
        .or(() -> reserved(cluster, model));
  }

  /** Not every process hears that an agent was replaced; what it had is remembered a while. */
  private static Optional<Violation> reserved(VirtualCluster cluster, BatchModel model) {
    for (AgentNode agent : cluster.agents()) {
      Optional<String> believed = agent.id().map(AgentId::value).filter(model.reserved()::contains);
      if (believed.isPresent()) {
        return open("something may still be reserved on " + believed.get());
      }
    }
    Optional<MasterState> books = cluster.leader().flatMap(MasterNode::state);
    return books.isEmpty() ? open("nobody leads") : Settled.reserved(books.get(), cluster);
  }

  private static Optional<Violation> open(String details) {
    return Optional.of(new Violation(Invariant.RUNS_END, details));
  }
}
