package io.proffer.cli.command;

import io.proffer.agent.ExecutorOptions;
import io.proffer.agent.kernel.ExecutorSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags that say how an agent deals with frameworks' own executors. */
final class ExecutorFlags {

  @Option(
      names = "--executor-registration-timeout",
      paramLabel = "TIME",
      defaultValue = "1mins",
      description =
          "How long an executor may take to subscribe once it was started. Default: ${DEFAULT-VALUE}")
  private Duration registrationTimeout = Duration.ZERO;

  @Option(
      names = "--executor-reregistration-timeout",
      paramLabel = "TIME",
      defaultValue = "2secs",
      description =
          "How long it may take to subscribe again once the agent was restarted."
              + " Default: ${DEFAULT-VALUE}")
  private Duration reregistrationTimeout = Duration.ZERO;

  @Option(
      names = "--executor-shutdown-grace-period",
      paramLabel = "TIME",
      defaultValue = "5secs",
      description =
          "How long it has to end when it is asked to, if it does not say. Default: ${DEFAULT-VALUE}")
  private Duration shutdownGrace = Duration.ZERO;

  @Option(
      names = "--recovery-timeout",
      paramLabel = "TIME",
      defaultValue = "15mins",
      description =
          "How long it waits for an agent that is gone before it ends. Default: ${DEFAULT-VALUE}")
  private Duration recoveryTimeout = Duration.ZERO;

  @Option(
      names = "--anonymous-executors",
      description =
          "Lets in executors that send no token; they could then speak for one another."
              + " Without it each must send the one it is given")
  private boolean anonymous;

  ExecutorOptions options() {
    return new ExecutorOptions(
        new ExecutorSettings(
            registrationTimeout, reregistrationTimeout, shutdownGrace, recoveryTimeout),
        !anonymous);
  }
}
