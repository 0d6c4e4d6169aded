package io.proffer.benchmarks.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code docker}, as somebody without a cluster would use it. */
final class DockerCommand {

  private static final int PATIENCE_SECONDS = 60;

  private final String engine;
  private final String image;

  DockerCommand(String engine, String image) {
    this.engine = engine;
    this.image = image;
  }

  /** {@code docker run --detach}; and again, then {@code docker wait}. */
  Spans run() throws IOException, InterruptedException {
    long asked = System.nanoTime();
    String staying = output("run", "--detach", "--network", "host", image, "sleep", "300");
    long stays = System.nanoTime() - asked;
    output("rm", "--force", staying);
    Lull.await();
    long begun = System.nanoTime();
    String container = output("run", "--detach", "--network", "host", image, "true");
    long running = System.nanoTime() - begun;
    String status = output("wait", container);
    long finished = System.nanoTime() - begun;
    output("rm", container);
    if (!status.equals("0")) {
      throw new IOException("docker wait: expecting 0, found " + status);
    }
    return new Spans(stays, running, finished);
  }

  private String output(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "--host", engine));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + ": no end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + text);
    }
    return text;
  }
}
