package io.proffer.sdk.testkit;

import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.master.state.MachineKey;
import io.proffer.master.state.MasterState;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.testkit.node.FrameworkNode;
import io.proffer.sdk.testkit.node.MasterNode;
import java.util.Optional;
import org.apache.mesos.v1.allocator.Protos.InverseOfferStatus;

/** A framework of a {@link TestCluster}: its scheduler under the real driver. */
public final class TestFramework {
  private final TestCluster cluster;
  private final FrameworkNode node;

  TestFramework(TestCluster cluster, FrameworkNode node) {
    this.cluster = cluster;
    this.node = node;
  }

  /** The id in its state store, which the test kit takes for durable; empty before the first. */
  public Optional<FrameworkId> id() {
    return node.id();
  }

  /** How its run has ended; empty while it runs, and when it was killed. */
  public Optional<Outcome> outcome() {
    return node.outcome();
  }

  /**
   * The driver of the present process, for what the framework's owner asks for from outside.
   *
   * @throws IllegalStateException when it does not run
   */
  public Driver driver() {
    return node.driver()
        .orElseThrow(() -> new IllegalStateException(node.name() + " does not run"));
  }

  /** Kills its process: the scheduler hears and says nothing more. Tasks run on. */
  public void kill() {
    node.crash(false);
  }

  /** Starts its process again, on the same state store. Without effect while it runs. */
  public void start() {
    node.start();
  }

  /**
   * What it has answered last about the maintenance of an agent's machine: whether it leaves it
   * before. Empty when it has not answered since the maintenance was scheduled as it is.
   */
  public Optional<Boolean> leaves(TestAgent agent) {
    return cluster
        .nodes()
        .leader()
        .flatMap(MasterNode::state)
        .flatMap(state -> answer(state, MachineKey.of(agent.machine())));
  }

  private Optional<Boolean> answer(MasterState state, MachineKey machine) {
    return state.maintenance().answers(machine).stream()
        .filter(status -> id().equals(Optional.of(FrameworkId.of(status.getFrameworkId()))))
        .map(status -> status.getStatus() == InverseOfferStatus.Status.ACCEPT)
        .reduce((first, last) -> last);
  }

  /** One of its tasks, by the id it was launched with. */
  public TestTask task(String id) {
    FrameworkId framework =
        id().orElseThrow(() -> new IllegalStateException(node.name() + " has no id yet"));
    return new TestTask(cluster, new TaskKey(framework, new TaskId(id)));
  }

  @Override
  public String toString() {
    return node.name();
  }
}
