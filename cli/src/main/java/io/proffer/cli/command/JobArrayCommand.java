package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.job.BatchClient;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer job array}. */
@Command(
    name = "array",
    description = {
      "Say how the indexes of an array fare.",
      "A job is an array whose batch.array has indexes, as {\"indexes\": \"0-999%%50\"}."
    },
    footer = {
      "",
      "Examples:",
      "  proffer job array render                        the run that goes on",
      "  proffer job array render 20260301000000AbCdE    that run, also when it has ended"
    },
    mixinStandardHelpOptions = true)
public final class JobArrayCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run's id. Default: its latest run that goes on")
  private Optional<String> run = Optional.empty();

  /** Prints to a terminal. */
  public JobArrayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    BatchClient client = batch.client();
    String path = "/v1/jobs/" + job + "/runs";
    String id = run.orElseGet(() -> latest(client.get(path)));
    JsonNode found = client.get(path + "/" + id);
    JsonNode array = found.path("batch").path("array");
    if (array.isMissingNode()) {
      throw CommandFailure.of(ExitCode.FAILED, "run " + id + " of job " + job + " is no array");
    }
    terminal.print("run " + id + " " + found.path("status").asText());
    terminal.print(
        "%d of %d ended well, %d failed, %d have a task, %d are tried again"
            .formatted(
                array.path("succeeded").asInt(),
                array.path("size").asInt(),
                array.path("failed").asInt(),
                array.path("active").asInt(),
                array.path("waiting").asInt()));
    if (array.has("failedIndexes")) {
      terminal.print("failed: " + array.path("failedIndexes").asText());
    }
  }

  private String latest(JsonNode runs) {
    if (runs.isEmpty()) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND,
          "no run of job " + job + " goes on",
          "'proffer job history " + job + "' lists those that have ended.");
    }
    return runs.path(runs.size() - 1).path("id").asText();
  }
}
