package io.proffer.frameworks.common.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keys that a command prints, in the lines of a key file: it has them unwrapped by a key management
 * service, and they are never on a disk. What it says on standard error goes to this process' own.
 */
final class KeyCommand implements KeySource {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 1 << 16;

  private final String command;
  private final Duration patience;

  KeyCommand(String command) {
    this(command, PATIENCE);
  }

  KeyCommand(String command, Duration patience) {
    this.command = command;
    this.patience = patience;
  }

  @Override
  public Keys keys() throws IOException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    CompletableFuture<byte[]> printed = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(process.getInputStream(), printed));
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed("has not ended after " + patience.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw failed("has ended with status " + process.exitValue());
      }
      byte[] all = printed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      String text = new String(all, StandardCharsets.UTF_8);
      return Keys.parse(text.lines().toList(), "what the key command prints");
    } catch (ExecutionException | TimeoutException notAll) {
      throw failed("has ended, but something that it has started prints on");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void read(InputStream from, CompletableFuture<byte[]> into) {
    try {
      into.complete(from.readNBytes(MAX_BYTES));
    } catch (IOException brokenOff) {
      into.complete(new byte[0]);
    }
  }

  /** Not the whole command: people put passwords into those, and this goes into logs. */
  private IOException failed(String how) {
    return new IOException(
        "the key command (" + program() + ") " + how + ": run it by hand to see what it lacks");
  }

  private String program() {
    return Arrays.stream(command.strip().split("\\s+"))
        .filter(word -> !word.matches("\\w+=.*"))
        .findFirst()
        .map(word -> word.substring(word.lastIndexOf('/') + 1))
        .orElse("empty");
  }
}
