package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Steering;
import io.proffer.cli.app.Watched;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app resume}. */
@Command(
    name = "resume",
    description = {"Let the deployment of an app go on that was paused, and follow it to its end."},
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppResumeCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final FollowFlags follow = new FollowFlags();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = follow.client();
    Steering steering = Steering.of(client, app);
    follow.run(terminal, client, Watched.app(app), () -> steering.steer("resume"));
  }
}
