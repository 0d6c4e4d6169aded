package io.proffer.cli.command;

import io.proffer.agent.runtime.docker.ImageSettings;
import io.proffer.agent.runtime.docker.RegistryLogins;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The flags that say how an agent gets Docker images, and how long it keeps them. */
final class ImageFlags {

  @Option(
      names = "--docker-config",
      paramLabel = "FILE|JSON",
      description = {
        "Logins for registries, as Docker's config.json has them: its absolute path, or the JSON.",
        "Default: those of the agent's own user"
      })
  private RegistryLogins logins = RegistryLogins.none();

  @Option(
      names = "--docker-pull-timeout",
      paramLabel = "TIME",
      defaultValue = "15mins",
      description = "How long an image may take to be pulled. Default: ${DEFAULT-VALUE}")
  private Duration pullTimeout = Duration.ofMinutes(15);

  @Option(
      names = "--docker-stall-timeout",
      paramLabel = "TIME",
      defaultValue = "2mins",
      description = {
        "For how long nothing may be heard of a pull before it is given up.",
        "Default: ${DEFAULT-VALUE}"
      })
  private Duration stallTimeout = Duration.ofMinutes(2);

  @Option(
      names = "--image-disk-headroom",
      paramLabel = "PART",
      defaultValue = "0.1",
      description = {
        "The part of the engine's disk that is to be free: when less is, images that the agent",
        "pulled and no container has are removed; 0 for never. Default: ${DEFAULT-VALUE}"
      })
  private double diskHeadroom;

  @Option(
      names = "--image-disk-watch-interval",
      paramLabel = "TIME",
      defaultValue = "1mins",
      description = "How often the engine's disk is looked at. Default: ${DEFAULT-VALUE}")
  private Duration diskWatchInterval = Duration.ofMinutes(1);

  @Option(
      names = "--image-keep",
      paramLabel = "IMAGE",
      split = ",",
      description = "Images that are never removed, separated by commas.")
  private List<String> kept = List.of();

  ImageSettings options() {
    return new ImageSettings(
        logins, pullTimeout, stallTimeout, diskHeadroom, diskWatchInterval, Set.copyOf(kept));
  }
}
