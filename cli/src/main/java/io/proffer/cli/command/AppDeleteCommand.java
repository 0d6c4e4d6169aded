package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Watched;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app delete}. */
@Command(
    name = "delete",
    description = "End an app and forget it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppDeleteCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final FollowFlags follow = new FollowFlags();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = follow.client();
    String path = follow.path("/v2/apps" + Definition.path(app));
    client.get(path);
    follow.run(
        terminal, client, Watched.app(app), () -> client.send("DELETE", path, Optional.empty()));
  }
}
