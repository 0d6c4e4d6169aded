package io.proffer.cli.command;

import io.proffer.agent.oversubscription.OversubscriptionSettings;
import io.proffer.agent.oversubscription.Thresholds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that say how an agent offers what its tasks hold and do not use. */
final class OversubscriptionFlags {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--oversubscribe",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Offer, as revocable, what tasks hold of these resources and do not",
        "use: cpus, mem. Default: nothing is oversubscribed"
      })
  private List<String> resources = List.of();

  @Option(
      names = "--oversubscription-interval",
      paramLabel = "TIME",
      defaultValue = "15secs",
      description = {
        "How often what is used is measured, offered, and taken back when it",
        "is needed (Mesos: oversubscribed_resources_interval).",
        "Default: ${DEFAULT-VALUE}"
      })
  private Duration interval = Duration.ofSeconds(15);

  @Option(
      names = "--oversubscription-window",
      paramLabel = "TIME",
      defaultValue = "1mins",
      description = {
        "For how long what a task once used is held to be needed.",
        "Default: ${DEFAULT-VALUE}"
      })
  private Duration window = Duration.ofMinutes(1);

  @Option(
      names = "--oversubscription-headroom",
      paramLabel = "PART",
      defaultValue = "0.1",
      description = {
        "The part of what the agent has that is never offered as unused.",
        "Default: ${DEFAULT-VALUE}"
      })
  private double headroom;

  @Option(
      names = "--oversubscription-max-load",
      paramLabel = "LOAD",
      defaultValue = "1.5",
      description = {
        "The machine's load over the last minute, for each processor, above",
        "which revocable tasks are evicted. Default: ${DEFAULT-VALUE}"
      })
  private double maxLoad;

  @Option(
      names = "--oversubscription-min-memory",
      paramLabel = "PART",
      defaultValue = "0.1",
      description = {
        "The part of the machine's memory that is to be available: when less",
        "is, revocable tasks are evicted. Default: ${DEFAULT-VALUE}"
      })
  private double minMemory;

  Optional<OversubscriptionSettings> options() {
    try {
      Thresholds thresholds = new Thresholds(resources, window, headroom, maxLoad, minMemory);
      OversubscriptionSettings settings = OversubscriptionSettings.thresholds(interval, thresholds);
      return resources.isEmpty() ? Optional.empty() : Optional.of(settings);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), "--" + wrong.getMessage());
    }
  }
}
