package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.job.BatchClient;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer job submit}. */
@Command(
    name = "submit",
    description = "Make a job of a file of JSON or YAML, or change the job to what it says.",
    mixinStandardHelpOptions = true)
public final class JobSubmitCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Option(names = "--run", description = "And run it now.")
  private boolean now;

  @Parameters(paramLabel = "FILE", description = "The job; - for standard input.")
  private String file = "";

  /** Prints to a terminal. */
  public JobSubmitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ObjectNode definition = Definition.read(file, terminal);
    BatchClient client = batch.client();
    String id = definition.path("id").asText();
    try {
      JsonNode made = client.post("/v0/scheduled-jobs", definition);
      terminal.print(made.path("id").asText() + " is there.");
    } catch (CommandFailure failure) {
      if (failure.exitCode() != ExitCode.CONFLICT) {
        throw failure;
      }
      var unused = client.send("PUT", "/v0/scheduled-jobs/" + id, Optional.of(definition));
      terminal.print(id + " is changed.");
    }
    if (now) {
      JsonNode run = client.send("POST", "/v1/jobs/" + id + "/runs", Optional.empty());
      terminal.print("Run " + run.path("id").asText() + " has begun.");
    }
  }
}
