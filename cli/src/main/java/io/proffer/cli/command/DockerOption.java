package io.proffer.cli.command;

import io.proffer.cli.command.Converters.EngineText;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flag that says where a Docker engine is. */
final class DockerOption {

  private static final String NONE = "none";

  @Option(
      names = "--docker",
      paramLabel = "URL",
      defaultValue = "${env:DOCKER_HOST:-unix:///var/run/docker.sock}",
      description = {
        "Where the Docker engine is, or 'none' for processes only.",
        "Default: $DOCKER_HOST, else unix:///var/run/docker.sock"
      })
  private EngineText docker = new EngineText(NONE);

  /** Where an engine may be; empty for processes only. */
  Optional<String> engine() {
    return docker.text().equals(NONE) ? Optional.empty() : Optional.of(docker.text());
  }
}
