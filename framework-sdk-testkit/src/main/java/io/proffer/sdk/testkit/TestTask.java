package io.proffer.sdk.testkit;

import io.proffer.agent.container.ContainerExit;
import io.proffer.core.model.TaskKey;
import io.proffer.sdk.testkit.node.AgentNode;
import java.util.Optional;

/** A task of a framework of a {@link TestCluster}, as its machine sees it. */
public final class TestTask {
  private final TestCluster cluster;
  private final TaskKey key;

  TestTask(TestCluster cluster, TaskKey key) {
    this.cluster = cluster;
    this.key = key;
  }

  /** The host name of the machine it runs on; empty when it runs nowhere. */
  public Optional<String> host() {
    return cluster.nodes().agents().stream()
        .filter(agent -> agent.runs(key))
        .map(AgentNode::name)
        .findFirst();
  }

  /** Whether it runs on some machine. */
  public boolean runs() {
    return host().isPresent();
  }

  /**
   * It ends now by itself, and well.
   *
   * @throws IllegalStateException when it does not run
   */
  public void finish() {
    end(new ContainerExit.Exited(0));
  }

  /**
   * It ends now by itself.
   *
   * @param status 0 to 255; 0 is TASK_FINISHED, any other TASK_FAILED
   * @throws IllegalStateException when it does not run
   */
  public void exit(int status) {
    end(new ContainerExit.Exited(status));
  }

  /**
   * It uses more memory than it may, and is ended for that: TASK_FAILED.
   *
   * @throws IllegalStateException when it does not run
   */
  public void exceedMemory() {
    end(new ContainerExit.LimitExceeded(ContainerExit.Limit.MEMORY, "Memory limit exceeded"));
  }

  private void end(ContainerExit how) {
    for (AgentNode agent : cluster.nodes().agents()) {
      if (agent.endContainer(key, how)) {
        return;
      }
    }
    throw new IllegalStateException("task " + key + " does not run");
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
