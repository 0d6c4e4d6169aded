package io.proffer.conformance;

import static io.proffer.conformance.PlannedDifference.planned;

import java.util.List;

/** All of them. What differs and is not here fails the build; so does what is here and does not. */
final class PlannedDifferences {

  private static final String ANY = ".*";
  private static final String SCHEDULER = "A events";
  private static final String COMMAND = "no executor has to be paid for";

  static final List<PlannedDifference> ALL =
      List.of(
          // More than was asked for.
          planned(
              ANY,
              "^\\.body\\.proffer_version: nothing recorded",
              "which version of Proffer it is"),
          planned(ANY, "^\\.body\\.cluster: nothing recorded", "clusters always have a name"),

          // Offers.
          planned(
              SCHEDULER,
              "^(t-toobig|t-two2).*message: .*more than available ports\\(.*available cpus\\(",
              "resources are told in the order cpus, gpus, mem, disk, ports"),
          planned(
              SCHEDULER,
              "^RESCIND.* recorded, nothing found$",
              "offers follow events: when the second role comes, nothing is left to offer to it,"
                  + " so that nothing is rescinded when it goes"),

          // What is run for a command is the command.
          planned(
              "agent: .*",
              "completed_executors\\[\\]\\.resources\\.(cpus: 0\\.1|mem: 32\\.0) recorded, 0\\.0 found$",
              COMMAND),
          planned(
              "agent: .*",
              "executor_info\\.resources\\[\\]\\.scalar\\.value: (0\\.1|32\\.0) recorded, 0\\.0 found$",
              COMMAND));

  private PlannedDifferences() {}
}
