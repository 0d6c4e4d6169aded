package io.proffer.cli.demo;

import io.proffer.cli.output.Column;
import io.proffer.cli.output.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A task's way from its first state to its last.
 *
 * @param task its id
 * @param runsAs a process, or a container of an image
 * @param states without the word {@code TASK_}, in order
 * @param took from its launch to its last state
 */
record Journey(String task, String runsAs, List<String> states, Duration took) {

  private static final List<Column<Journey>> COLUMNS =
      List.of(
          Column.text("task", Journey::task),
          Column.text("runs_as", Journey::runsAs),
          Column.text("way", journey -> String.join(" > ", journey.states())),
          Column.text("took", Journey::seconds));

  Journey {
    states = List.copyOf(states);
  }

  static Journey begun(String task, String runsAs) {
    return new Journey(task, runsAs, List.of(), Duration.ZERO);
  }

  /** The journey after one more state. */
  Journey plus(String state, Duration after) {
    List<String> more = new ArrayList<>(states);
    more.add(state.replace("TASK_", ""));
    return new Journey(task, runsAs, more, after);
  }

  boolean isFinished() {
    return !states.isEmpty() && states.getLast().equals("FINISHED");
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%.3f s", took.toNanos() / 1e9);
  }

  static Listing<Journey> listing(List<Journey> journeys) {
    return new Listing<>(COLUMNS, journeys, "tasks");
  }
}
