package io.proffer.master.rehearsal;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The Java runtime's compilers, which work in the background. Thread-safe. */
public final class Compilers {

  /** Passes time. */
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  private static final Duration LOOK = Duration.ofMillis(100);

  /** A method that takes longer than so many looks to compile is taken for the end of the work. */
  private static final int QUIET_LOOKS = 4;

  private final LongSupplier workedMs;
  private final Pause pause;

  /**
   * @param workedMs how long they have worked so far, together, in milliseconds
   */
  Compilers(LongSupplier workedMs, Pause pause) {
    this.workedMs = workedMs;
    this.pause = pause;
  }

  /** Those of this process. */
  public static Compilers here() {
    CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
    boolean tells = bean != null && bean.isCompilationTimeMonitoringSupported();
    return new Compilers(tells ? bean::getTotalCompilationTime : () -> 0, Thread::sleep);
  }

  /** How long they have worked so far, together, in milliseconds; 0 where nobody can tell. */
  long workedMs() {
    return workedMs.getAsLong();
  }

  /**
   * Waits until they have done what they were asked for. Where the runtime does not tell, that is
   * soon.
   *
   * @param longest for so long at most
   */
  public void awaitRest(Duration longest) throws InterruptedException {
    long looks = longest.dividedBy(LOOK);
    long before = workedMs();
    for (int quiet = 0; quiet < QUIET_LOOKS && looks > 0; looks--) {
      pause.of(LOOK);
      long now = workedMs();
      quiet = now == before ? quiet + 1 : 0;
      before = now;
    }
  }
}
