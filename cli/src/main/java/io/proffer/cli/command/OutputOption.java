package io.proffer.cli.command;

import io.proffer.cli.output.OutputFormat;
import picocli.CommandLine.Option;

/** The flag by which client commands are told for whom to print. */
final class OutputOption {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private OutputFormat output = OutputFormat.table;

  OutputFormat format() {
    return output;
  }
}
