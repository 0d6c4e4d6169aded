package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.cluster.DevOptions;
import io.proffer.cli.cluster.Ports;
import io.proffer.cli.command.Converters.AttributesText;
import io.proffer.cli.command.Converters.ResourcesText;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of a cluster in this process. */
final class DevSettings {

  private static final int MAX_AGENTS = 100;

  @Mixin private final DockerOption docker = new DockerOption();

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many agents. Default: ${DEFAULT-VALUE}")
  private int agents;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "5050",
      description = {
        "The master's port; the agents have the ones after it.",
        "0 for any that are free. Default: ${DEFAULT-VALUE}"
      })
  private int port;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Where all data goes. Default: a temporary directory, removed at the end")
  private Optional<Path> workDir = Optional.empty();

  @Option(
      names = "--resources",
      paramLabel = "TEXT",
      description = {
        "What each agent has: 'cpus:2;mem:4096;disk:10000;ports:[31000-32000]'.",
        "Default: what this machine has; each agent its own ports"
      })
  private Optional<ResourcesText> resources = Optional.empty();

  @Option(
      names = "--attributes",
      paramLabel = "TEXT",
      description = "What each agent is: 'rack:r1;zone:z1'")
  private Optional<AttributesText> attributes = Optional.empty();

  Optional<Path> workDir() {
    return workDir;
  }

  /** The ports asked for, which somebody else may have. */
  Ports ports() {
    if (agents < 1 || agents > MAX_AGENTS) {
      throw CommandFailure.of(
          ExitCode.USAGE, "--agents must be from 1 to " + MAX_AGENTS + ", not " + agents);
    }
    if (port + agents > 65_535) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "with --agents "
              + agents
              + " --port must be at most "
              + (65_535 - agents)
              + ", not "
              + port);
    }
    return new Ports(port, agents);
  }

  /** The ports asked for, which nobody else has. */
  Ports freePorts() {
    Ports ports = ports();
    ports
        .taken()
        .ifPresent(
            taken -> {
              throw CommandFailure.of(
                  ExitCode.FAILED,
                  "port " + taken + " of 127.0.0.1 is in use by another program",
                  "Stop that program ('proffer status' shows whether it is a master), or give"
                      + " another --port; 0 takes any that are free.");
            });
    return ports;
  }

  DevOptions options(Ports ports) {
    return new DevOptions(
        ports,
        resources.map(ResourcesText::text),
        attributes.map(AttributesText::text),
        docker.engine());
  }
}
