package io.proffer.cli.cluster;

import io.proffer.cli.Terminal;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C and its kin: the first asks to stop, which takes what it takes to leave nothing behind;
 * the second insists, and ends the process and those it started at once.
 */
public final class StopSignal {

  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
  private static final int INTERRUPTED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final Terminal terminal;
  private final Thread main;

  private StopSignal(Terminal terminal, Thread main) {
    this.terminal = terminal;
    this.main = main;
  }

  /** Takes over the signals; the calling thread is interrupted by the first of them. */
  public static StopSignal install(Terminal terminal) {
    StopSignal stop = new StopSignal(terminal, Thread.currentThread());
    SIGNALS.forEach(name -> SignalHandlers.install(name, stop::receive));
    return stop;
  }

  private void receive() {
    if (asked.getCount() == 0) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    terminal.progress("Stopping; Ctrl-C again to stop at once.");
    synchronized (this) { // so that await() does not return between the two
      ask();
      main.interrupt();
    }
  }

  /** Asks to stop, as the first signal does. */
  public void ask() {
    asked.countDown();
  }

  /** Whether somebody has asked to stop. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits until somebody asks to stop; stopping itself may then wait for what it stops. */
  public void await() {
    while (!isAsked()) {
      try {
        asked.await();
      } catch (InterruptedException byTheSignal) {
        // isAsked() tells
      }
    }
    synchronized (this) {
      clearInterruption();
    }
  }

  /** Forgets that the calling thread was interrupted by the signal. */
  public static void clearInterruption() {
    Thread.interrupted();
  }
}
