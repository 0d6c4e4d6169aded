package io.proffer.discovery.haproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HAProxy in master-worker mode. A new configuration is checked before it is used; then a new
 * worker takes over the open ports and the one before ends when its last connection has. Used by
 * one thread, but for {@link #close()} and {@link #ended()}.
 */
public final class Haproxy implements AutoCloseable {

  /** Where the configuration is, in the directory of its files. */
  public static final String FILE = "haproxy.cfg";

  private static final Logger LOG = LoggerFactory.getLogger(Haproxy.class);

  private static final Duration CHECK_PATIENCE = Duration.ofSeconds(20);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

  /** Reloads come no closer, so that workers do not pile up. */
  private static final long APART_NANOS = 250_000_000;

  private final String binary;
  private final Path file;
  private final Path pidFile;
  private final Path socket;
  private final MasterCli cli;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private Optional<Process> master = Optional.empty();
  private String present = "";
  private long reloadedAt;

  /**
   * One that does not run yet.
   *
   * @param binary the program's name or path
   * @param directory where its files go
   */
  public Haproxy(String binary, Path directory) {
    this.binary = binary;
    this.file = directory.resolve(FILE);
    this.pidFile = directory.resolve("haproxy.pid");
    this.socket = directory.resolve("haproxy-master.sock");
    this.cli = new MasterCli(socket);
  }

  /** Completed, with the reason, when it has ended although nobody asked it to. */
  public CompletionStage<String> ended() {
    return ended;
  }

  /**
   * Uses a configuration from now on. One that HAProxy would not take is told to the log, and the
   * one before stays.
   *
   * @return whether it is in use
   * @throws IOException when HAProxy cannot be run at all
   */
  public boolean use(String configuration) throws IOException, InterruptedException {
    if (configuration.equals(present)) {
      return true;
    }
    Path next = file.resolveSibling(FILE + ".next");
    Files.writeString(next, configuration);
    if (!isGood(next)) {
      return false;
    }
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    if (master.isEmpty()) {
      start();
    } else {
      long wait = reloadedAt + APART_NANOS - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
      if (!cli.reload(master.get()::isAlive)) {
        LOG.error("HAProxy goes on as before: is a port taken that the new configuration needs?");
      }
    }
    reloadedAt = System.nanoTime();
    present = configuration;
    return true;
  }

  private boolean isGood(Path next) throws IOException, InterruptedException {
    Process check =
        new ProcessBuilder(binary, "-c", "-q", "-f", next.toString())
            .redirectErrorStream(true)
            .start();
    check.getOutputStream().close();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean over = check.waitFor(CHECK_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!over) {
      check.destroyForcibly();
    }
    if (!over || check.exitValue() != 0) {
      LOG.error("HAProxy does not take the new configuration, so the present one stays: {}", said);
      return false;
    }
    return true;
  }

  private void start() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(binary, "-W", "-S", socket.toString(), "-f", file.toString()));
    Optional<Long> former = former();
    if (former.isPresent()) {
      command.addAll(List.of("-sf", former.get().toString()));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    Files.writeString(pidFile, Long.toString(process.pid()));
    Thread.ofPlatform().daemon().name("haproxy-log").start(() -> log(process));
    try {
      cli.awaitReady(process::isAlive);
    } catch (IOException failed) {
      process.destroy();
      throw failed;
    }
    var unused =
        process
            .onExit()
            .thenAccept(p -> ended.complete("HAProxy ended with status " + p.exitValue()));
    master = Optional.of(process);
  }

  /** One that a router before has left behind; it is to end when this one has its ports. */
  private Optional<Long> former() {
    try {
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      return ProcessHandle.of(pid)
          .filter(p -> p.info().command().filter(c -> c.endsWith("haproxy")).isPresent())
          .map(ProcessHandle::pid);
    } catch (IOException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  private static void log(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.info("haproxy: {}", line);
      }
    } catch (IOException over) {
      LOG.debug("HAProxy says no more: {}", over.getMessage());
    }
  }

  /** Java has no way to send a signal but those that end a process. */
  private static void signal(long pid, String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    if (status != 0) {
      throw new IOException("HAProxy, process " + pid + ", is gone");
    }
  }

  /** Ends it; connections that last have a moment to come to their end. */
  @Override
  public void close() {
    ended.complete("stopped");
    master.ifPresent(
        process -> {
          try {
            signal(process.pid(), "USR1");
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
              process.descendants().forEach(ProcessHandle::destroy);
              process.destroy();
            }
            Files.deleteIfExists(pidFile);
          } catch (IOException gone) {
            LOG.debug("{}", gone.getMessage());
          } catch (InterruptedException hurried) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
          }
        });
  }
}
