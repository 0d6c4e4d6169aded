package io.proffer.cli.cluster;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.cli.logging.DaemonLog;
import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A ZooKeeper, a master and agents in this process, on the loopback interface, with the code of
 * production. Closing it ends all tasks.
 */
public final class DevCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String PATH = "/proffer";

  private final Opened opened;
  private final ZooKeeperLocation zooKeeper;
  private final MasterServer master;
  private final List<AgentServer> agents;

  private DevCluster(
      Opened opened, ZooKeeperLocation zooKeeper, MasterServer master, List<AgentServer> agents) {
    this.opened = opened;
    this.zooKeeper = zooKeeper;
    this.master = master;
    this.agents = agents;
  }

  /**
   * Starts everything and returns when all agents are registered.
   *
   * @throws IOException when something cannot start; nothing is left running then
   * @throws InterruptedException when the thread is interrupted; nothing is left running then
   */
  public static DevCluster start(DevOptions options, Path workDir)
      throws IOException, InterruptedException {
    ManifestBlindLoader.install();
    Opened opened = new Opened();
    try (ExecutorService starters = Executors.newCachedThreadPool()) {
      EmbeddedZooKeeper server =
          opened.add(EmbeddedZooKeeper.start(workDir.resolve("zookeeper"), 0));
      ZooKeeperLocation location = server.location(PATH);
      Future<MasterServer> master =
          starters.submit(() -> opened.add(MasterServer.start(master(options, location, workDir))));
      List<Future<AgentServer>> starting = new ArrayList<>();
      for (int i = 0; i < options.ports().agents(); i++) {
        AgentOptions agent = agent(options, location, workDir, i);
        Callable<AgentServer> start = () -> opened.add(AgentServer.start(agent));
        starting.add(starters.submit(start));
      }
      List<AgentServer> agents = new ArrayList<>();
      for (Future<AgentServer> agent : starting) {
        agents.add(await(agent, "an agent to start"));
      }
      DevCluster cluster =
          new DevCluster(opened, location, await(master, "the master to start"), agents);
      cluster.awaitUsable();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error failure) {
      StopSignal.clearInterruption();
      opened.close();
      throw failure;
    }
  }

  private static MasterOptions master(
      DevOptions options, ZooKeeperLocation location, Path workDir) {
    return MasterOptions.standalone(workDir.resolve("master"))
        .withPort(options.ports().master())
        .withZooKeeper(location)
        .withLog(DaemonLog.file());
  }

  private static AgentOptions agent(
      DevOptions options, ZooKeeperLocation location, Path workDir, int index) {
    return AgentOptions.of(location.toString(), workDir.resolve("agent-" + (index + 1)))
        .withBind(LOOPBACK, options.ports().agent(index))
        .withResources(options.resourcesOf(index))
        .withAttributes(options.attributes())
        .withDocker(options.docker())
        .withKillTasksOnClose(true)
        .withLog(DaemonLog.file());
  }

  /**
   * Makes the master quick before its first client comes, in the background.
   *
   * @return done when it is over
   */
  public CompletionStage<Void> rehearse() {
    return master.rehearse();
  }

  private void awaitUsable() throws IOException, InterruptedException {
    await(future(master.leading()), "the master to lead");
    for (AgentServer agent : agents) {
      await(future(agent.registered()), "the agent at " + agent.address() + " to be registered");
    }
  }

  private static <T> Future<T> future(CompletionStage<T> stage) {
    return stage.toCompletableFuture();
  }

  private static <T> T await(Future<T> future, String what)
      throws IOException, InterruptedException {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException known
          ? known
          : new IOException("while waiting for " + what + ": " + failure.getCause(), failure);
    } catch (TimeoutException late) {
      throw new IOException("waited " + PATIENCE.toSeconds() + " s for " + what, late);
    }
  }

  /** Where clients reach the master, {@code http://127.0.0.1:5050}. */
  public String masterUrl() {
    return master.url();
  }

  /** The master's {@code host:port}. */
  public String master() {
    return master.address();
  }

  /** Where frameworks and other daemons find the master. */
  public ZooKeeperLocation zooKeeper() {
    return zooKeeper;
  }

  /** How many agents there are. */
  public int agents() {
    return agents.size();
  }

  /** Whether tasks can be Docker containers. */
  public boolean docker() {
    return agents.getFirst().describe().stream()
        .anyMatch(line -> line.startsWith("docker: engine"));
  }

  /** Ends all tasks, then the agents, the master and the ZooKeeper. */
  @Override
  public void close() {
    opened.close();
  }
}
