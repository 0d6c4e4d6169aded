package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.History;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.output.Document;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app source}. */
@Command(
    name = "source",
    description = "Print a version of an app as it was sent, with its comments and its order.",
    mixinStandardHelpOptions = true)
public final class AppSourceCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(index = "0", paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "A version, or how it begins. Default: the present one")
  private Optional<String> version = Optional.empty();

  /** Prints to a terminal. */
  public AppSourceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = service.client();
    String found = History.of(client, app).version(version);
    String id = Definition.path(app);
    JsonNode source = client.get("/proffer/v1/apps" + id + "/versions/" + found).path("source");
    if (source.isMissingNode()) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND,
          "it is not known how version %s of %s was written".formatted(found, id),
          "Only what was sent for one app is kept. 'proffer app show " + id + "' shows the app.");
    }
    new Document(id, source)
        .print(
            terminal,
            output.format(),
            people -> people.print(source.path("text").asText().stripTrailing()));
  }
}
