package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Watched;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app deploy}. */
@Command(
    name = "deploy",
    description = {
      "Make an app, or make it what a file says, and follow that to its end:",
      "with 0 only if all instances run and are healthy. Without instances in the file an app",
      "that is there keeps as many as it has."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppDeployCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final FollowFlags follow = new FollowFlags();

  @Parameters(
      paramLabel = "FILE",
      description = "The app as JSON, or YAML where the name ends so; - for standard input.")
  private String file = "";

  /** Prints to a terminal. */
  public AppDeployCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ObjectNode definition = Definition.read(file, terminal);
    String id = Definition.id(definition, file);
    ServiceClient client = follow.client();
    follow.run(terminal, client, Watched.app(id), () -> deploy(client, id, definition));
  }

  private JsonNode deploy(ServiceClient client, String id, ObjectNode definition) {
    if (!definition.has("instances")) {
      client
          .find("/v2/apps" + id)
          .ifPresent(now -> definition.set("instances", now.path("app").path("instances")));
    }
    String path = follow.path("/v2/apps" + id + "?partialUpdate=false");
    return client.send("PUT", path, Optional.of(definition));
  }
}
