package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.AppReasons;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.output.Document;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app why}. */
@Command(
    name = "why",
    description = "Say why an app has not all the instances that it shall have, or not healthy.",
    mixinStandardHelpOptions = true)
public final class AppWhyCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppWhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = service.client();
    String id = Definition.path(app);
    AppReasons reasons = AppReasons.of(client, client.get("/v2/apps" + id).path("app"));
    print(id, reasons.told(), reasons.lines());
  }

  private void print(String id, JsonNode json, List<String> lines) {
    new Document(id, json)
        .print(
            terminal,
            output.format(),
            people -> {
              if (lines.isEmpty()) {
                people.progress("Nothing is known to be in the way of " + id + ".");
              }
              lines.forEach(people::print);
            });
  }
}
