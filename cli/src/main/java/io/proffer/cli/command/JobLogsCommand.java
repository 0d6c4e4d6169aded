package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.job.NamedRun;
import io.proffer.cli.job.RunFollower;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer job logs}. */
@Command(
    name = "logs",
    description = "Print what the attempts of a run have printed.",
    mixinStandardHelpOptions = true)
public final class JobLogsCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run's id, or how that begins. Default: the latest")
  private Optional<String> named = Optional.empty();

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "Of an array: the index whose last attempt is meant.")
  private Optional<Integer> index = Optional.empty();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until the run has ended.")
  private boolean goOn;

  /** Prints to a terminal. */
  public JobLogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    BatchClient client = batch.client();
    String run = NamedRun.find(client, job, named);
    RunFollower follower = new RunFollower(client, terminal, job, run);
    JsonNode state = client.get(follower.path());
    if (goOn && index.isPresent()) {
      throw CommandFailure.of(
          ExitCode.USAGE, "--follow goes with a whole run, not with one index of an array");
    }
    if (index.isPresent()) {
      follower.print(index.get());
    } else if (state.path("batch").has("array")) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "run " + run + " of job " + job + " is an array",
          "Say whose log you want, as --index 0.");
    } else if (goOn) {
      var unused = follower.follow();
    } else {
      follower.print(state);
    }
    return ExitCode.DONE.code();
  }
}
