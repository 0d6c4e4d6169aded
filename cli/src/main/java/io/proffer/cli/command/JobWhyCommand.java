package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.job.NamedRun;
import io.proffer.cli.output.Document;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer job why}. */
@Command(
    name = "why",
    description = "Say why a run waits, or what became of it.",
    mixinStandardHelpOptions = true)
public final class JobWhyCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run's id, or how that begins. Default: the latest")
  private Optional<String> named = Optional.empty();

  /** Prints to a terminal. */
  public JobWhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    BatchClient client = batch.client();
    String run = NamedRun.find(client, job, named);
    JsonNode reasons = client.get("/v1/jobs/" + job + "/runs/" + run + "/why").path("why");
    ObjectNode content = JsonNodeFactory.instance.objectNode().put("job", job).put("run", run);
    new Document(run, content.set("why", reasons))
        .print(
            terminal,
            output.format(),
            people -> reasons.forEach(line -> people.print(line.asText())));
  }
}
