package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Waiting;
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
    JsonNode found = client.get("/v2/apps" + Definition.path(app)).path("app");
    List<String> reasons = Waiting.of(client, found).reasons();
    ArrayNode json = new JsonMapper().createArrayNode();
    reasons.forEach(json::add);
    new Document(Definition.path(app), json)
        .print(terminal, output.format(), people -> explain(people, reasons));
  }

  private void explain(Terminal people, List<String> reasons) {
    if (reasons.isEmpty()) {
      people.progress("Nothing is known to be in the way of " + Definition.path(app) + ".");
    } else {
      reasons.forEach(people::print);
    }
  }
}
