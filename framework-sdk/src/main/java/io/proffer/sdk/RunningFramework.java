package io.proffer.sdk;

import io.proffer.core.coordination.MasterDetector;
import io.proffer.sdk.internal.http.DriverThread;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A framework whose driver runs on its own thread. Methods may be called from any thread. */
public final class RunningFramework implements AutoCloseable {

  private final DriverThread thread;

  private RunningFramework(DriverThread thread) {
    this.thread = thread;
  }

  static RunningFramework start(DriverThread thread, MasterDetector detector) {
    thread.start();
    detector.start(thread::leaderChanged);
    var unused = thread.ended().thenRun(detector::close);
    return new RunningFramework(thread);
  }

  public Driver driver() {
    return thread.driver();
  }

  /** Completes, never exceptionally, when the driver has ended. */
  public CompletionStage<Outcome> ended() {
    return thread.ended().minimalCompletionStage();
  }

  /** Waits until the driver has ended. Interrupting the thread that waits stops the driver. */
  public Outcome awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        Outcome outcome = thread.ended().get();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return outcome;
      } catch (InterruptedException asked) {
        interrupted = true;
        driver().stop();
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /**
   * Stops the driver, if it runs, and waits until it has ended. The framework and its tasks are
   * kept for the failover timeout. Not to be called from a callback.
   */
  @Override
  public void close() {
    driver().stop();
    var unused = awaitEnd();
  }
}
