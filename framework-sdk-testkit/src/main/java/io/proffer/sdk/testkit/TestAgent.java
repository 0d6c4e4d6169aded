package io.proffer.sdk.testkit;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.TaskId;
import io.proffer.master.kernel.MasterInput;
import io.proffer.sdk.testkit.node.AgentNode;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.MachineID;

/** An agent of a {@link TestCluster}, and its machine. */
public final class TestAgent {
  /** Of each agent. */
  static final String ADDRESS = "127.0.0.1";

  private final TestCluster cluster;
  private final AgentNode node;

  TestAgent(TestCluster cluster, AgentNode node) {
    this.cluster = cluster;
    this.node = node;
  }

  /** Its host name, as offers say it. */
  public String name() {
    return node.name();
  }

  /** Its id; empty before a master has taken it in. */
  public Optional<AgentId> id() {
    return node.id();
  }

  /** The tasks that run on the machine, whether or not the agent does. */
  public List<TaskId> running() {
    return node.running().stream()
        .flatMap(spec -> spec.task().stream())
        .map(task -> TaskId.of(task.getTaskId()))
        .toList();
  }

  /** Kills the agent's process. Tasks run on, and are found when it is started again. */
  public void kill() {
    node.crash();
  }

  /** The machine loses power, and every task on it ends. Nobody is told. */
  public void losePower() {
    node.lose();
  }

  /** Starts the agent again, as the one it was. Without effect while it runs. */
  public void start() {
    node.start();
  }

  /**
   * An operator begins the maintenance that {@link TestCluster#scheduleMaintenance} has scheduled:
   * the agent ends, with all its tasks, and none on its machine is let in.
   */
  public void bringDown() {
    cluster.operate(request -> new MasterInput.StartMaintenance(request, List.of(machine())));
  }

  /** The maintenance is over: {@link #start} starts an agent that is let in again. */
  public void bringUp() {
    cluster.operate(request -> new MasterInput.StopMaintenance(request, List.of(machine())));
  }

  MachineID machine() {
    return MachineID.newBuilder().setHostname(name()).setIp(ADDRESS).build();
  }

  /** Nothing gets through any more between the agent and any master. Tasks run on. */
  public void cutOff() {
    cluster.cutOff(name());
  }

  /** Undoes {@link #cutOff}. */
  public void reconnect() {
    cluster.reconnect(name());
  }

  @Override
  public String toString() {
    return name();
  }
}
