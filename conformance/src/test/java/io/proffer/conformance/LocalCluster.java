package io.proffer.conformance;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.core.model.AgentId;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A master and one agent in this process, on the loopback interface; tasks are processes. */
final class LocalCluster implements AutoCloseable {

  private static final int PATIENCE_S = 60;

  /** What the agent of the recordings had. */
  private static final String RESOURCES = "cpus:2;mem:4096;disk:10000;ports:[31000-32000]";

  private final MasterServer master;
  private final Path workDir;
  private Optional<AgentServer> agent = Optional.empty();

  private LocalCluster(MasterServer master, Path workDir) {
    this.master = master;
    this.workDir = workDir;
  }

  /** Returns when the agent is registered with the leading master. */
  static LocalCluster start(Path workDir) throws IOException {
    LocalCluster cluster = startMaster(workDir);
    cluster.startAgent();
    return cluster;
  }

  /** Without the agent; returns when the master leads. */
  static LocalCluster startMaster(Path workDir) throws IOException {
    MasterServer master = MasterServer.start(MasterOptions.standalone(workDir.resolve("master")));
    await(master.leading());
    return new LocalCluster(master, workDir);
  }

  /** Returns when the agent is registered. */
  void startAgent() throws IOException {
    agent =
        Optional.of(
            AgentServer.start(
                AgentOptions.of(master.address(), workDir.resolve("agent"))
                    .withResources(Optional.of(RESOURCES))
                    .withDocker(Optional.empty())
                    .withKillTasksOnClose(true)));
    agentId();
  }

  /** {@code http://host:port}. */
  String masterUrl() {
    return master.url();
  }

  /** {@code host:port} of the master. */
  String masterAddress() {
    return master.address();
  }

  /** {@code ip:port} of the agent. */
  String agentAddress() {
    return agent.orElseThrow().address();
  }

  AgentId agentId() throws IOException {
    return await(agent.orElseThrow().registered());
  }

  private static <T> T await(CompletionStage<T> stage) throws IOException {
    try {
      return stage.toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the cluster did not start within " + PATIENCE_S + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    agent.ifPresent(AgentServer::close);
    master.close();
  }
}
