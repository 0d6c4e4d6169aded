package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.AppReasons;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.client.FrameworkWaiting;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.output.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer why}. */
@Command(
    name = "why",
    description = {
      "Say why something waits: an app, a job's run, or a framework.",
      "What is called so is looked for in this order."
    },
    footer = {
      "",
      "Examples:",
      "  proffer why /web        an app: what its instances wait for",
      "  proffer why report      a job: what its runs wait for, or why the last failed",
      "  proffer why marathon    a framework: why it is offered nothing"
    },
    mixinStandardHelpOptions = true)
public final class WhyCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final BatchOption batch = new BatchOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(
      paramLabel = "WHAT",
      description = "An app's or a job's id, a framework's id or name.")
  private String what = "";

  private record Answer(String kind, String name, List<String> reasons) {}

  /** Prints to a terminal. */
  public WhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    List<String> silent = new ArrayList<>();
    Answer answer =
        ask(this::app, silent)
            .or(() -> what.startsWith("/") ? Optional.empty() : ask(this::job, silent))
            .or(() -> what.startsWith("/") ? Optional.empty() : ask(this::framework, silent))
            .orElseThrow(() -> nothing(silent));
    ObjectNode json = new JsonMapper().createObjectNode().put("kind", answer.kind());
    json.put("name", answer.name());
    ArrayNode reasons = json.putArray("reasons");
    answer.reasons().forEach(reasons::add);
    new Document(answer.name(), json)
        .print(terminal, output.format(), people -> explain(people, answer));
  }

  private static void explain(Terminal people, Answer answer) {
    if (answer.reasons().isEmpty()) {
      people.progress(
          "Nothing is known to be in the way of %s %s.".formatted(answer.kind(), answer.name()));
    } else {
      people.progress("Of " + answer.kind() + " " + answer.name() + ":");
      answer.reasons().forEach(people::print);
    }
  }

  /** Who does not answer may know it, so that is said when nobody else does. */
  private static Optional<Answer> ask(Supplier<Optional<Answer>> whom, List<String> silent) {
    try {
      return whom.get();
    } catch (CommandFailure failure) {
      if (failure.exitCode() == ExitCode.UNREACHABLE) {
        silent.add(failure.message());
      } else if (failure.exitCode() != ExitCode.NOT_FOUND) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  private CommandFailure nothing(List<String> silent) {
    return silent.isEmpty()
        ? CommandFailure.of(
            ExitCode.NOT_FOUND,
            "no app, job or framework is called '" + what + "'",
            "See 'proffer app list', 'proffer job list' and 'proffer framework list'.")
        : CommandFailure.of(
            ExitCode.UNREACHABLE,
            "nothing that is known is called '%s', but %s"
                .formatted(what, String.join("; ", silent)));
  }

  private Optional<Answer> app() {
    ServiceClient client = service.client();
    String path = Definition.path(what);
    JsonNode app = client.get("/v2/apps" + path).path("app");
    return Optional.of(new Answer("app", path, AppReasons.of(client, app).lines()));
  }

  private Optional<Answer> job() {
    BatchClient client = batch.client();
    JsonNode runs = client.get("/v1/jobs/" + what + "?embed=activeRuns").path("activeRuns");
    List<String> reasons = new ArrayList<>();
    for (JsonNode run : runs) {
      why(client, run.path("id").asText(), reasons);
    }
    if (runs.isEmpty()) {
      JsonNode last = client.get("/v1/jobs/" + what + "/history?limit=1").path("runs").path(0);
      if (last.path("status").asText().equals("FAILED")) {
        why(client, last.path("id").asText(), reasons);
      }
    }
    return Optional.of(new Answer("job", what, reasons));
  }

  private void why(BatchClient client, String run, List<String> reasons) {
    client
        .get("/v1/jobs/" + what + "/runs/" + run + "/why")
        .path("why")
        .forEach(line -> reasons.add("run " + run + ": " + line.asText()));
  }

  private Optional<Answer> framework() {
    return FrameworkWaiting.find(master.client(), what)
        .map(found -> new Answer("framework", found.name(), found.reasons()));
  }
}
