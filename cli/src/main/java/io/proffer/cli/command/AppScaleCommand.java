package io.proffer.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Watched;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app scale}. */
@Command(
    name = "scale",
    description = "Change how many instances an app has, and wait until it has them.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppScaleCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final FollowFlags follow = new FollowFlags();

  @Parameters(index = "0", paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  @Parameters(index = "1", paramLabel = "INSTANCES", description = "How many there shall be.")
  private int instances;

  /** Prints to a terminal. */
  public AppScaleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (instances < 0) {
      throw CommandFailure.of(ExitCode.USAGE, "there cannot be " + instances + " instances");
    }
    ServiceClient client = follow.client();
    String path = "/v2/apps" + Definition.path(app);
    client.get(path); // a PUT would make it
    ObjectNode body = new JsonMapper().createObjectNode().put("instances", instances);
    follow.run(
        terminal,
        client,
        Watched.app(app),
        () -> client.send("PUT", follow.path(path), Optional.of(body)));
  }
}
