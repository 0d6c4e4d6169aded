package io.proffer.benchmarks.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A real master and emulated agents, each in a JVM of its own. */
public final class EmulatedCluster implements AutoCloseable {

  private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseParallelGC");
  private static final int LONG_MS = 600_000;

  private final ChildJvm master;
  private final ChildJvm agents;
  private final String port;

  private EmulatedCluster(ChildJvm master, ChildJvm agents, String port) {
    this.master = master;
    this.agents = agents;
    this.port = port;
  }

  /**
   * One whose tasks run until they are killed. Returns when all agents are registered.
   *
   * @throws IOException when a JVM could not be started or ended too early
   */
  public static EmulatedCluster start(int count) throws IOException {
    return start(count, LONG_MS);
  }

  /**
   * As {@link #start(int)}.
   *
   * @param taskMs how long a task runs after its RUNNING was acknowledged
   */
  public static EmulatedCluster start(int count, int taskMs) throws IOException {
    ChildJvm master = new ChildJvm("master", JVM, MasterProcess.class, List.of());
    try {
      String port = master.await("READY").substring("READY ".length());
      List<String> arguments = new ArrayList<>(List.of(port));
      arguments.addAll(
          LaunchOptions.parse(
                  List.of("--agents", String.valueOf(count), "--task-ms", String.valueOf(taskMs)))
              .arguments());
      ChildJvm agents = new ChildJvm("agents", JVM, AgentsProcess.class, arguments);
      agents.await("READY");
      return new EmulatedCluster(master, agents, port);
    } catch (IOException failure) {
      master.close();
      throw failure;
    }
  }

  /** {@code host:port}. */
  public String master() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    agents.close();
    master.close();
  }
}
