package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.job.WorkflowRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer job workflow}. */
@Command(
    name = "workflow",
    description = {
      "List the workflows that began with a job, or show how the jobs of one fare.",
      "A workflow begins with each run of a job that others come after (dependencies)."
    },
    footer = {
      "",
      "Examples:",
      "  proffer job workflow extract                    all of them, the latest first",
      "  proffer job workflow extract latest             the jobs of the latest",
      "  proffer job workflow extract latest --restart   go on from what failed",
      "  proffer job workflow extract latest --succeed transform",
      "                                                  go on as if that had not failed"
    },
    mixinStandardHelpOptions = true)
public final class JobWorkflowCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Mixin private final OutputOption output = new OutputOption();

  @Option(names = "--restart", description = "Run again what failed, and what comes after it.")
  private boolean restart;

  @Option(names = "--stop", description = "Stop what runs, and leave out what waits.")
  private boolean stop;

  @Option(
      names = "--succeed",
      paramLabel = "NODE",
      description = "Take this job of it, which failed, for one that ended well.")
  private Optional<String> succeed = Optional.empty();

  @Parameters(index = "0", paramLabel = "JOB", description = "The job it began with.")
  private String job = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "WORKFLOW",
      description = "Its id, or 'latest'.")
  private Optional<String> workflow = Optional.empty();

  /** Prints to a terminal. */
  public JobWorkflowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    BatchClient client = batch.client();
    String path = "/v1/jobs/" + job + "/workflows";
    List<String> actions = actions();
    if (actions.size() > 1) {
      throw CommandFailure.of(ExitCode.USAGE, "one of --restart, --stop and --succeed at a time");
    }
    if (workflow.isEmpty()) {
      if (!actions.isEmpty()) {
        throw CommandFailure.of(
            ExitCode.USAGE, "which workflow?", "Give its id, or 'latest', after the job.");
      }
      WorkflowRow.list(client.get(path)).print(terminal, output.format());
      return;
    }
    String one = path + "/" + id(client, path, workflow.get());
    JsonNode now =
        actions.isEmpty()
            ? client.get(one)
            : client.send("POST", one + actions.getFirst(), Optional.empty());
    WorkflowRow.jobs(now).print(terminal, output.format());
    String status = now.path("status").asText();
    terminal.progress("Workflow " + now.path("id").asText() + ": " + status);
  }

  /** What is to be done about it, as the ends of paths. */
  private List<String> actions() {
    List<String> actions = new ArrayList<>();
    if (restart) {
      actions.add("/actions/restart");
    }
    if (stop) {
      actions.add("/actions/stop");
    }
    succeed.ifPresent(node -> actions.add("/jobs/" + node + "/actions/succeed"));
    return actions;
  }

  private String id(BatchClient client, String path, String given) {
    if (!given.equals("latest")) {
      return given;
    }
    JsonNode latest = client.get(path).path(0).path("id");
    if (latest.isMissingNode()) {
      throw CommandFailure.of(ExitCode.NOT_FOUND, "no workflow has begun with job " + job);
    }
    return latest.asText();
  }
}
