package io.proffer.simulator;

import io.proffer.sdk.testkit.engine.Trace;
import io.proffer.sdk.testkit.node.MasterMind;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Runs seeds: each draws a cluster, its load and its faults, and is run twice, as both runs must be
 * the same to the last message.
 */
public final class Simulate {
  private static final int TAIL = 60;

  private Simulate() {}

  /** {@code --seed N} runs one seed, {@code --seeds FROM-TO} several, {@code --trace} tells all. */
  public static void main(String[] args) {
    System.exit(run(args, System.out));
  }

  /**
   * Runs what the arguments say; see {@link #main}.
   *
   * @return the exit code: 0 when all seeds passed, 1 when one failed, 2 for bad arguments
   */
  public static int run(String[] args, PrintStream out) {
    SimulateOptions options;
    try {
      options = SimulateOptions.parse(args);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      return 2;
    }
    int failed = 0;
    for (long seed = options.from(); seed <= options.to(); seed++) {
      Trace trace = options.trace() ? Trace.told(out::println) : Trace.silent();
      failed += run(seed, trace, out);
    }
    return failed == 0 ? 0 : 1;
  }

  /**
   * Runs one seed twice and says how it went.
   *
   * @return the exit code: 0 when it passed, 1 when it failed
   */
  public static int run(long seed, PrintStream out) {
    return run(seed, Trace.silent(), out);
  }

  private static int run(long seed, Trace trace, PrintStream out) {
    Verdict verdict = once(seed, trace, MasterMind::kernel);
    verdict = verdict.sameAs(once(seed, Trace.silent(), MasterMind::kernel));
    out.println(verdict.line());
    verdict.failure().ifPresent(failure -> explain(seed, failure, out));
    return verdict.passed() ? 0 : 1;
  }

  /** Runs a seed twice, with masters that decide as they are told to. */
  static Verdict judge(long seed, MasterMind.Maker mind) {
    return once(seed, Trace.silent(), mind).sameAs(once(seed, Trace.silent(), mind));
  }

  /** How a failure is told, with the command that repeats it. */
  static String report(Verdict verdict) {
    return verdict.line()
        + "\n"
        + verdict.failure().orElse("")
        + "\nreproduce: ./proffer simulate --seed "
        + verdict.seed();
  }

  private static Verdict once(long seed, Trace trace, MasterMind.Maker mind) {
    Simulation simulation = new Simulation(seed, trace, mind);
    Optional<String> failure = Optional.empty();
    try {
      simulation.run();
    } catch (ViolationException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      failure = Optional.of(stackOf(e));
    }
    return new Verdict(
        seed, simulation.plan(), simulation.steps(), simulation.time(), trace.digest(), failure);
  }

  /** Runs the seed again for the end of its story. */
  private static void explain(long seed, String failure, PrintStream out) {
    Deque<String> tail = new ArrayDeque<>();
    Verdict again =
        once(
            seed,
            Trace.told(
                line -> {
                  tail.addLast(line);
                  if (tail.size() > TAIL) {
                    tail.removeFirst();
                  }
                }),
            MasterMind::kernel);
    tail.forEach(out::println);
    out.println(again.plan());
    out.println(failure);
    out.println("reproduce: ./proffer simulate --seed " + seed);
  }

  private static String stackOf(RuntimeException e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return "a kernel threw " + text;
  }
}
