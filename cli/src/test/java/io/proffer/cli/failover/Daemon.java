package io.proffer.cli.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.cli.Main;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A daemon in a process of its own, started as the launcher starts it. */
public final class Daemon implements AutoCloseable {

  /** Starting takes a few seconds of a processor, and others may want it too. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;

  private Daemon(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a daemon; {@link #awaitReady} waits until it is usable.
   *
   * @param name what its output is called
   * @param directory where its output goes
   * @param arguments what follows {@code proffer}
   */
  public static Daemon start(String name, Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    Collections.addAll(command, arguments);
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Daemon(name, process, out, err);
  }

  /** Waits until it has printed the line that begins with {@code READY}. */
  public void awaitReady() {
    Awaitility.await(name + " to be ready")
        .atMost(PATIENCE)
        .failFast(() -> assertThat(process.isAlive()).as(this::log).isTrue())
        .until(() -> read(out).contains("READY "));
  }

  /** The port of the URL that the line gives under a key. */
  public int port(String key) {
    Matcher url = Pattern.compile(" " + key + "=(\\S+)").matcher(read(out));
    if (!url.find()) {
      throw new AssertionError(name + " does not say its " + key + ": " + read(out));
    }
    return URI.create(url.group(1)).getPort();
  }

  /** What it printed about its progress, for the message of a failed assertion. */
  public String log() {
    return name + ":\n" + read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** As {@code kill -9} does. */
  public void killHard() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** As when its machine loses its power: with all that it has started. */
  public void loseMachine() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it to stop; what it cannot do in time it cannot do. */
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }
}
