package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Steering;
import io.proffer.cli.app.Watched;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app promote}. */
@Command(
    name = "promote",
    description = {
      "Find the canaries of an app good: its old instances are replaced now. Follows the",
      "deployment to its end. While the canaries are not all well it is refused."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppPromoteCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final FollowFlags follow = new FollowFlags();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppPromoteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = follow.client();
    Steering steering = Steering.of(client, app);
    follow.run(terminal, client, Watched.app(app), () -> steering.steer("promote"));
  }
}
