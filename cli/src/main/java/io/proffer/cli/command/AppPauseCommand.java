package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Rollout;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.Steering;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer app pause}. */
@Command(
    name = "pause",
    description = {
      "Hold the deployment of an app: nothing more is replaced or scaled until it is resumed.",
      "Instances that fail still are replaced."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AppPauseCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();

  @Parameters(paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  /** Prints to a terminal. */
  public AppPauseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = service.client();
    JsonNode answer = Steering.of(client, app).steer("pause");
    terminal.print("Deployment " + Rollout.id(answer) + " of " + app + " is paused.");
  }
}
