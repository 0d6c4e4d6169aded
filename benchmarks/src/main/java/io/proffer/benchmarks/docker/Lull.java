package io.proffer.benchmarks.docker;

import java.time.Duration;

/**
 * Leaves the engine alone before a container is asked for. It tidies up for tens of milliseconds
 * after a container's end, and some ways of running one are told of the end before that, some after
 * it: without a lull the next container of the former would be measured with it.
 */
final class Lull {

  private static final Duration LENGTH = Duration.ofMillis(200);

  private Lull() {}

  static void await() throws InterruptedException {
    Thread.sleep(LENGTH);
  }
}
