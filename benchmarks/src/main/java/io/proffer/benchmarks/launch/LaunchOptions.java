package io.proffer.benchmarks.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What to measure.
 *
 * @param agents emulated agents, 1 to 50,000
 * @param connections they share, 1 to 64; never more than agents
 * @param frameworks emulated frameworks, 1 to 200
 * @param rate launches per second over all frameworks; empty for as many as possible
 * @param warmUp seconds of launching that are not measured, 0 to 600: a Java runtime compiles what
 *     runs often, and on few processors the compiler is in the way of what it speeds up
 * @param seconds how long to launch and measure, 1 to 3600
 * @param taskMs how long an emulated task runs after its RUNNING was acknowledged
 * @param inFlight launches that wait for RUNNING at most, over all frameworks
 */
public record LaunchOptions(
    int agents,
    int connections,
    int frameworks,
    OptionalInt rate,
    int warmUp,
    int seconds,
    int taskMs,
    int inFlight) {

  private static final List<String> NAMES =
      List.of(
          "--agents",
          "--connections",
          "--frameworks",
          "--rate",
          "--warm-up",
          "--seconds",
          "--task-ms",
          "--in-flight");

  public LaunchOptions {
    within("--agents", agents, 1, 50_000);
    within("--connections", connections, 1, 64);
    within("--frameworks", frameworks, 1, 200);
    rate.ifPresent(r -> within("--rate", r, 1, 1_000_000));
    within("--warm-up", warmUp, 0, 600);
    within("--seconds", seconds, 1, 3600);
    within("--task-ms", taskMs, 0, 600_000);
    within("--in-flight", inFlight, 1, 1_000_000);
    connections = Math.min(connections, agents);
  }

  public static LaunchOptions defaults() {
    return parse(List.of());
  }

  /** Reads {@code --name value} pairs; an {@link IllegalArgumentException} says what is wrong. */
  public static LaunchOptions parse(List<String> arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "unknown option " + name + "; known are " + String.join(", ", NAMES));
      }
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      given.put(name, arguments.get(i + 1));
    }
    return new LaunchOptions(
        number(given, "--agents", 1000),
        number(given, "--connections", 8),
        number(given, "--frameworks", 4),
        rate(given.getOrDefault("--rate", "max")),
        number(given, "--warm-up", 20),
        number(given, "--seconds", 30),
        number(given, "--task-ms", 1000),
        number(given, "--in-flight", 2000));
  }

  /** The arguments that {@link #parse} turns into these options again. */
  public List<String> arguments() {
    return List.of(
        "--agents",
        String.valueOf(agents),
        "--connections",
        String.valueOf(connections),
        "--frameworks",
        String.valueOf(frameworks),
        "--rate",
        rate.isPresent() ? String.valueOf(rate.getAsInt()) : "max",
        "--warm-up",
        String.valueOf(warmUp),
        "--seconds",
        String.valueOf(seconds),
        "--task-ms",
        String.valueOf(taskMs),
        "--in-flight",
        String.valueOf(inFlight));
  }

  private static OptionalInt rate(String value) {
    return value.equals("max") ? OptionalInt.empty() : OptionalInt.of(number("--rate", value));
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    return given.containsKey(name) ? number(name, given.getOrDefault(name, "")) : otherwise;
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      String also = name.equals("--rate") ? " or max" : "";
      throw new IllegalArgumentException(
          name + " needs a whole number" + also + ", not '" + value + "'", e);
    }
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", not " + value);
    }
  }
}
