package io.proffer.cli.command;

import io.proffer.cli.job.BatchClient;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flag by which commands about jobs are told whom to ask. */
final class BatchOption {

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "BATCH",
      defaultValue = "127.0.0.1:8081",
      description =
          "The batch framework to ask: host:port, http://host:port, or through its master:"
              + " http://host:port/service/name. Default: ${DEFAULT-VALUE}")
  private String batch = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  BatchClient client() {
    return BatchClient.at(batch, KeptTokens.of(command));
  }
}
