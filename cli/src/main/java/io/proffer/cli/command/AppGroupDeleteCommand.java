package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Watched;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer group delete}. */
@Command(
    name = "delete",
    description = "End all apps of a group and of those below it, and forget them.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppGroupDeleteCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final FollowFlags follow = new FollowFlags();

  @Parameters(paramLabel = "GROUP", description = "The group's id, such as /shop.")
  private String group = "";

  /** Prints to a terminal. */
  public AppGroupDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = follow.client();
    String id = Definition.path(group);
    String path = follow.path("/v2/groups" + (id.equals("/") ? "" : id));
    client.get(path);
    follow.run(
        terminal, client, Watched.group(id), () -> client.send("DELETE", path, Optional.empty()));
  }
}
