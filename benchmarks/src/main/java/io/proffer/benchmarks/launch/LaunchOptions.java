package io.proffer.benchmarks.launch;

import java.util.List;
import java.util.OptionalInt;

/**
 * What to measure.
 *
 * @param agents emulated agents, 1 to 50,000
 * @param connections they share, 1 to 64; never more than agents
 * @param frameworks emulated frameworks, 1 to 200
 * @param rate launches per second over all frameworks; empty for as many as possible
 * @param seconds how long to launch, 1 to 600, after a warm-up of a fifth of it
 * @param taskMs how long an emulated task runs after its RUNNING was acknowledged
 * @param inFlight launches that wait for RUNNING at most, over all frameworks
 */
public record LaunchOptions(
    int agents,
    int connections,
    int frameworks,
    OptionalInt rate,
    int seconds,
    int taskMs,
    int inFlight) {

  public LaunchOptions {
    within("--agents", agents, 1, 50_000);
    within("--connections", connections, 1, 64);
    within("--frameworks", frameworks, 1, 200);
    rate.ifPresent(r -> within("--rate", r, 1, 1_000_000));
    within("--seconds", seconds, 1, 600);
    within("--task-ms", taskMs, 0, 600_000);
    within("--in-flight", inFlight, 1, 1_000_000);
    connections = Math.min(connections, agents);
  }

  public static LaunchOptions defaults() {
    return new LaunchOptions(1000, 8, 4, OptionalInt.empty(), 30, 1000, 2000);
  }

  /** Reads {@code --name value} pairs; an {@link IllegalArgumentException} says what is wrong. */
  public static LaunchOptions parse(List<String> arguments) {
    LaunchOptions o = defaults();
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      o = o.with(name, arguments.get(i + 1));
    }
    return o;
  }

  private LaunchOptions with(String name, String value) {
    return switch (name) {
      case "--agents" ->
          new LaunchOptions(
              number(name, value), connections, frameworks, rate, seconds, taskMs, inFlight);
      case "--connections" ->
          new LaunchOptions(
              agents, number(name, value), frameworks, rate, seconds, taskMs, inFlight);
      case "--frameworks" ->
          new LaunchOptions(
              agents, connections, number(name, value), rate, seconds, taskMs, inFlight);
      case "--rate" ->
          new LaunchOptions(
              agents, connections, frameworks, rate(value), seconds, taskMs, inFlight);
      case "--seconds" ->
          new LaunchOptions(
              agents, connections, frameworks, rate, number(name, value), taskMs, inFlight);
      case "--task-ms" ->
          new LaunchOptions(
              agents, connections, frameworks, rate, seconds, number(name, value), inFlight);
      case "--in-flight" ->
          new LaunchOptions(
              agents, connections, frameworks, rate, seconds, taskMs, number(name, value));
      default ->
          throw new IllegalArgumentException(
              "unknown option "
                  + name
                  + "; known are --agents, --connections, --frameworks, --rate, --seconds,"
                  + " --task-ms and --in-flight");
    };
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
