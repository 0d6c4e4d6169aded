package io.proffer.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Watched;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer group deploy}. */
@Command(
    name = "deploy",
    description = {
      "Make a group, or make it what a file says, and follow that to its end.",
      "The apps and groups of the file replace those that are there."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppGroupDeployCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final FollowFlags follow = new FollowFlags();

  @Parameters(
      paramLabel = "FILE",
      description = "The group as JSON, or YAML where the name ends so; - for standard input.")
  private String file = "";

  /** Prints to a terminal. */
  public AppGroupDeployCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ObjectNode definition = Definition.read(file, terminal);
    String id = Definition.id(definition, file);
    ServiceClient client = follow.client();
    String path = follow.path("/v2/groups" + (id.equals("/") ? "" : id));
    follow.run(
        terminal,
        client,
        Watched.group(id),
        () -> client.send("PUT", path, Optional.of(definition)));
  }
}
