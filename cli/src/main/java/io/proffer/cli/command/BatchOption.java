package io.proffer.cli.command;

import io.proffer.cli.job.BatchClient;
import picocli.CommandLine.Option;

/** The flag by which commands about jobs are told whom to ask. */
final class BatchOption {

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "BATCH",
      defaultValue = "127.0.0.1:8081",
      description =
          "The batch framework to ask: host:port or http://host:port. Default: ${DEFAULT-VALUE}")
  private String batch = "";

  BatchClient client() {
    return BatchClient.at(batch);
  }
}
