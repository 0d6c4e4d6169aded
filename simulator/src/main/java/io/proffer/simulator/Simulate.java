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

  /**
   * {@code --seed N} runs one seed, {@code --seeds FROM-TO} several, {@code --trace} tells
   * everything that happens, {@code --coverage} how often each thing has happened. With {@code
   * --service} the framework for services runs, with {@code --batch} that for jobs, and people use
   * it.
   */
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
    Coverage coverage = new Coverage();
    int failed = 0;
    for (long seed = options.from(); seed <= options.to(); seed++) {
      Trace trace = options.trace() ? Trace.told(out::println) : Trace.silent();
      Verdict verdict = judge(seed, trace, options.scene());
      out.println(verdict.line());
      verdict.failure().ifPresent(failure -> explain(verdict, options.scene(), failure, out));
      failed += verdict.passed() ? 0 : 1;
      coverage.add(verdict.coverage());
    }
    if (options.coverage()) {
      coverage.byName().forEach((what, times) -> out.printf("%10d  %s%n", times, what));
    }
    if (options.from() < options.to()) {
      out.println((options.to() - options.from() + 1) + " seeds, " + failed + " failed");
    }
    return failed == 0 ? 0 : 1;
  }

  /** Runs a seed twice, with masters that decide as they are told to. */
  static Verdict judge(long seed, MasterMind.Maker mind) {
    return judge(seed, Trace.silent(), (s, trace) -> new Simulation(s, trace, mind));
  }

  /** Runs a seed twice. */
  static Verdict judge(long seed, Scene scene) {
    return judge(seed, Trace.silent(), scene);
  }

  private static Verdict judge(long seed, Trace trace, Run.Maker maker) {
    return once(seed, trace, maker).sameAs(once(seed, Trace.silent(), maker));
  }

  /** How a failure is told, with the command that repeats it. */
  static String report(Verdict verdict) {
    return report(verdict, Scene.CLUSTER);
  }

  static String report(Verdict verdict, Scene scene) {
    return verdict.line()
        + verdict
            .failure()
            .map(failure -> "\n" + failure + "\n" + reproduce(verdict, scene))
            .orElse("");
  }

  private static String reproduce(Verdict verdict, Scene scene) {
    return "reproduce: " + scene.command(verdict.seed());
  }

  private static Verdict once(long seed, Trace trace, Run.Maker maker) {
    Run simulation = maker.of(seed, trace);
    Optional<Violation> failure = Optional.empty();
    try {
      simulation.run();
    } catch (ViolationException e) {
      failure = Optional.of(e.violation());
    } catch (RuntimeException e) {
      failure = Optional.of(new Violation(Invariant.KERNELS_DO_NOT_THROW, stackOf(e)));
    }
    return new Verdict(
        seed,
        simulation.plan(),
        simulation.steps(),
        simulation.time(),
        trace.digest(),
        simulation.coverage(),
        failure);
  }

  /** Runs the seed again for the end of its story. */
  private static void explain(Verdict verdict, Scene scene, Violation failure, PrintStream out) {
    Deque<String> tail = new ArrayDeque<>();
    Trace told =
        Trace.told(
            line -> {
              tail.addLast(line);
              if (tail.size() > TAIL) {
                tail.removeFirst();
              }
            });
    once(verdict.seed(), told, scene);
    tail.forEach(out::println);
    out.println(verdict.plan());
    out.println(failure);
    out.println(reproduce(verdict, scene));
  }

  private static String stackOf(RuntimeException e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
