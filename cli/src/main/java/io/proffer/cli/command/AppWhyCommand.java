package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Waiting;
import io.proffer.cli.output.Document;
import java.util.ArrayList;
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
    JsonNode found = client.get("/v2/apps" + id).path("app");
    client
        .find("/proffer/v1/apps" + id + "/why")
        .ifPresentOrElse(told -> explain(id, told), () -> guess(client, found));
  }

  private void explain(String id, JsonNode told) {
    List<String> lines = new ArrayList<>();
    for (JsonNode reason : told.path("reasons")) {
      lines.add(
          "%s (%d of %d): %s"
              .formatted(
                  reason.path("reason").asText(),
                  reason.path("count").asInt(),
                  reason.path("of").asInt(),
                  reason.path("message").asText()));
      lines.add("  " + reason.path("help").asText());
    }
    print(id, told, lines);
  }

  /** Of a Marathon, which says less. */
  private void guess(ServiceClient client, JsonNode found) {
    List<String> reasons = Waiting.of(client, found).reasons();
    ArrayNode json = new JsonMapper().createArrayNode();
    reasons.forEach(json::add);
    print(found.path("id").asText(), json, reasons);
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
