package io.proffer.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An agent in a process of its own, which can be killed like any other. */
final class AgentJvm implements AutoCloseable {

  private final Process process;

  private AgentJvm(Process process) {
    this.process = process;
  }

  static AgentJvm start(TestMaster master, Path work) throws IOException {
    return start(master, work, 0);
  }

  /**
   * @param dies after so many changes of its checkpoint; 0 for never
   */
  static AgentJvm start(TestMaster master, Path work, int dies) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new AgentJvm(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "-cp",
                    classPath,
                    AgentJvm.class.getName(),
                    master.address(),
                    work.toString(),
                    Integer.toString(dies)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(work.toFile(), "agent.log")))
            .start());
  }

  /** The body of the process. */
  public static void main(String[] args) throws IOException {
    AgentServer agent =
        AgentServer.start(
            AgentOptions.of(args[0], Path.of(args[1]))
                .withResources(Optional.of("cpus:2;mem:4096;disk:10000;ports:[31000-32000]")),
            AgentSurroundings.real().withDisk(new DyingDisk(Integer.parseInt(args[2]))));
    agent.stopped().toCompletableFuture().join();
    agent.close();
  }

  /** SIGKILL: it has no say in it. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not die");
    }
  }

  boolean isDead() {
    return !process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
