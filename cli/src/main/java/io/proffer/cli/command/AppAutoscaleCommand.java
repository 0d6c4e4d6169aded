package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Autoscaling;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.output.Document;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer app autoscale}. */
@Command(
    name = "autoscale",
    description = {
      "Show by what an app is scaled and what came of it, or change that:",
      "with --min, --max, --cpu or --memory only these, with --policy all of it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppAutoscaleCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Option(names = "--min", paramLabel = "COUNT", description = "The fewest instances.")
  private Optional<Integer> min = Optional.empty();

  @Option(names = "--max", paramLabel = "COUNT", description = "The most instances.")
  private Optional<Integer> max = Optional.empty();

  @Option(
      names = "--cpu",
      paramLabel = "PART",
      description = "The part of its processors that an instance shall use, such as 0.6.")
  private Optional<Double> cpu = Optional.empty();

  @Option(
      names = "--memory",
      paramLabel = "PART",
      description = "The part of its memory that an instance shall use, such as 0.8.")
  private Optional<Double> memory = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "The whole policy as JSON, or YAML where the name ends so; - for standard input.")
  private Optional<String> policy = Optional.empty();

  @Option(names = "--remove", description = "Scale the app no more.")
  private boolean remove;

  @Option(
      names = "--force",
      description = "Also where another deployment changes the app, which is given up.")
  private boolean force;

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppAutoscaleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Autoscaling.Wish wish = new Autoscaling.Wish(min, max, cpu, memory);
    int ways = (wish.isEmpty() ? 0 : 1) + (policy.isPresent() ? 1 : 0) + (remove ? 1 : 0);
    if (ways > 1) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "--remove, --policy and the flags for single values cannot be combined",
          "--policy says all that there is to say.");
    }
    ServiceClient client = service.client();
    String path = "/proffer/v1/apps" + Definition.path(app) + "/autoscale";
    String forced = force ? path + "?force=true" : path;
    if (remove) {
      client.get(path); // says so where there is nothing to remove
      client.send("DELETE", forced, Optional.empty());
      terminal.progress(Definition.path(app) + " is scaled no more.");
      return;
    }
    if (ways > 0) {
      ObjectNode whole =
          policy
              .map(file -> Definition.read(file, terminal))
              .orElseGet(() -> wish.of(present(client, path)));
      client.send("PUT", forced, Optional.of(whole));
    }
    JsonNode told = client.get(path);
    new Document(Definition.path(app), told)
        .print(
            terminal,
            output.format(),
            people -> Autoscaling.sentences(told).forEach(people::print));
  }

  private static Optional<JsonNode> present(ServiceClient client, String path) {
    return client.find(path).map(told -> told.path("autoscale"));
  }
}
