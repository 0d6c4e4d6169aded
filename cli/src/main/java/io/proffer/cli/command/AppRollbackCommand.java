package io.proffer.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.History;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Watched;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer app rollback}. */
@Command(
    name = "rollback",
    description = "Make an app again what it was in a version before, and follow that to its end.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppRollbackCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final FollowFlags follow = new FollowFlags();

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "Which version, or how it begins. Default: the one before the present")
  private Optional<String> to = Optional.empty();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppRollbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = follow.client();
    History history = History.of(client, app);
    String version = to.map(history::known).orElseGet(history::previous);
    ObjectNode body = new JsonMapper().createObjectNode().put("version", version);
    terminal.progress("Back to version " + version + ".");
    follow.run(
        terminal,
        client,
        Watched.app(app),
        () ->
            client.send("PUT", follow.path("/v2/apps" + Definition.path(app)), Optional.of(body)));
  }
}
