package io.proffer.benchmarks.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** The JVM of the emulated frameworks: {@code FrameworksProcess MASTER_PORT OPTIONS...}. */
final class FrameworksProcess {

  private static final long TICK_NANOS = 2_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final double MOST_WAIT_SECONDS = 20;

  private final LaunchOptions options;
  private final List<EmulatedFramework> frameworks = new ArrayList<>();
  private final AtomicReference<String> problem = new AtomicReference<>();

  private FrameworksProcess(LaunchOptions options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws IOException {
    LaunchOptions options =
        LaunchOptions.parse(Arrays.asList(arguments).subList(1, arguments.length));
    InetSocketAddress master =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    FrameworksProcess process = new FrameworksProcess(options);
    process.subscribe(master);
    process.run();
    System.exit(0);
  }

  private void subscribe(InetSocketAddress master) throws IOException {
    int inFlightEach = Math.max(1, options.inFlight() / options.frameworks());
    for (int i = 0; i < options.frameworks(); i++) {
      frameworks.add(new EmulatedFramework(master, i, inFlightEach, problem));
    }
  }

  private void run() throws IOException {
    pace(options.warmUp());
    frameworks.forEach(f -> f.measure(true));
    double elapsed = pace(options.seconds());
    frameworks.forEach(f -> f.measure(false));
    long stopped = System.nanoTime();
    while (unanswered() > 0
        && problem.get() == null
        && System.nanoTime() - stopped < MOST_WAIT_SECONDS * SECOND_NANOS) {
      LockSupport.parkNanos(TICK_NANOS);
    }
    print(elapsed);
    if (problem.get() == null) {
      for (EmulatedFramework framework : frameworks) {
        framework.close();
      }
    }
  }

  /**
   * Lets the frameworks launch at the rate for so long; answers how long it truly was, in seconds.
   */
  private double pace(double seconds) {
    long start = System.nanoTime();
    long last = start;
    long now = start;
    while (now - start < seconds * SECOND_NANOS && problem.get() == null) {
      LockSupport.parkNanos(TICK_NANOS);
      now = System.nanoTime();
      double rate = options.rate().isPresent() ? options.rate().getAsInt() : 1e9;
      double share = rate / options.frameworks() * (now - last) / SECOND_NANOS;
      double most = Math.max(1, rate / options.frameworks() / 20);
      frameworks.forEach(f -> f.pace(share, most));
      last = now;
    }
    return (now - start) / (double) SECOND_NANOS;
  }

  private int unanswered() {
    return frameworks.stream().mapToInt(EmulatedFramework::unanswered).sum();
  }

  private void print(double elapsed) {
    LaunchCounts counts = new LaunchCounts();
    frameworks.forEach(f -> f.addTo(counts));
    double[] ms = counts.latencies.quantilesMs(0.5, 0.95, 0.99, 1);
    System.out.println(
        "RESULT %f %d %d %d %d %f %f %f %f"
            .formatted(
                elapsed,
                counts.running,
                counts.acknowledged,
                counts.accepts,
                unanswered(),
                ms[0],
                ms[1],
                ms[2],
                ms[3]));
    System.out.println(ProcessFigures.now().line());
    String wrong = problem.get();
    if (wrong != null) {
      System.out.println("PROBLEM " + wrong.replace('\n', ' '));
    }
  }
}
