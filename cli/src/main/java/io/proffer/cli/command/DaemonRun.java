package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.cluster.StopSignal;
import io.proffer.cli.cluster.WorkDir;
import io.proffer.cli.logging.DaemonLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What all daemons do around their work: take the work dir, log, say when ready, stop when asked.
 */
final class DaemonRun {

  /** A daemon that is up. */
  interface Running extends AutoCloseable {
    /** What the line that begins with {@code READY} says. */
    String ready();

    /** Completed, with the reason, should the daemon end by itself. */
    default CompletionStage<String> ended() {
      return new CompletableFuture<>();
    }

    @Override
    void close();

    /** One that says so when it is ready, and may end by itself. */
    static Running of(String ready, CompletionStage<String> ended, Runnable close) {
      return new Running() {
        @Override
        public String ready() {
          return ready;
        }

        @Override
        public CompletionStage<String> ended() {
          return ended;
        }

        @Override
        public void close() {
          close.run();
        }
      };
    }
  }

  /** Starts a daemon. */
  @FunctionalInterface
  interface Start {
    /**
     * Returns when the daemon is usable.
     *
     * @throws IOException when it cannot be; the message is for people
     */
    Running in(Path workDir) throws IOException, InterruptedException;
  }

  private DaemonRun() {}

  /** Runs a daemon until a signal asks it to stop. */
  static void untilStopped(Terminal terminal, String name, Optional<Path> workDir, Start start) {
    StopSignal stop = StopSignal.install(terminal);
    try (WorkDir directory = WorkDir.take(workDir)) {
      DaemonLog.to(
          directory.path().resolve(name.replace(' ', '-') + ".log"), DaemonLog.Console.PROGRESS);
      try (Running running = start.in(directory.path())) {
        terminal.out().println("READY " + running.ready());
        CompletableFuture<String> ended = running.ended().toCompletableFuture();
        CompletableFuture<Void> asked = ended.thenRun(stop::ask);
        stop.await();
        asked.cancel(false);
        if (ended.isDone()) {
          throw CommandFailure.of(
              ExitCode.FAILED, "'proffer " + name + "' has ended: " + ended.join());
        }
      } finally {
        DaemonLog.close();
      }
    } catch (IllegalArgumentException wrong) {
      throw CommandFailure.of(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    } catch (IOException | InterruptedException failure) {
      throw stop.isAsked() ? stopped() : failed(name, failure);
    }
  }

  private static CommandFailure stopped() {
    return CommandFailure.of(ExitCode.FAILED, "stopped before it was ready");
  }

  private static CommandFailure failed(String name, Exception failure) {
    String why = String.valueOf(failure.getMessage());
    String message = "'proffer " + name + "' cannot start: " + why;
    return why.contains("Address already in use")
        ? CommandFailure.of(
            ExitCode.FAILED,
            message,
            "Stop the program that listens there, or give another port (0 takes any that is free);"
                + " 'proffer "
                + name
                + " --help' says how.")
        : CommandFailure.of(ExitCode.FAILED, message);
  }
}
