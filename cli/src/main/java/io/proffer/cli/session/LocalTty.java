package io.proffer.cli.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The terminal that this process reads from, changed and asked through {@code stty}, which every
 * Unix has.
 */
public final class LocalTty implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 5;

  private final String settings;
  private final Thread restoring = new Thread(this::restore, "terminal-restore");

  private LocalTty(String settings) {
    this.settings = settings;
  }

  /** Rows and columns. */
  public record Size(int rows, int columns) {}

  /** Empty when standard input is not a terminal. */
  public static Optional<LocalTty> ofStandardInput() {
    return stty("-g").map(LocalTty::new);
  }

  /** From now on each key goes to whoever reads, until this is closed or the process ends. */
  public void raw() {
    Runtime.getRuntime().addShutdownHook(restoring);
    var unused = stty("raw", "-echo");
  }

  /** Its size now. */
  public Optional<Size> size() {
    try {
      return stty("size")
          .map(text -> text.split(" ", 2))
          .filter(parts -> parts.length == 2)
          .map(p -> new Size(Integer.parseInt(p[0]), Integer.parseInt(p[1])))
          .filter(size -> size.rows() > 0 && size.columns() > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void restore() {
    var unused = stty(settings);
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(restoring);
    } catch (IllegalStateException e) {
      return; // the process is ending, which restores it once more
    }
  }

  /** What it prints; empty when it fails. */
  private static Optional<String> stty(String... arguments) {
    ProcessBuilder stty = new ProcessBuilder("stty");
    stty.command().addAll(java.util.List.of(arguments));
    stty.redirectInput(ProcessBuilder.Redirect.INHERIT);
    stty.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = stty.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return done && process.exitValue() == 0 ? Optional.of(said.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
