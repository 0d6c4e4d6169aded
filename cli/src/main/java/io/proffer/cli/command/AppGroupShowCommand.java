package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.app.GroupRow;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.output.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer group show}. */
@Command(
    name = "show",
    description = "Show the apps in a group and in those below it.",
    mixinStandardHelpOptions = true)
public final class AppGroupShowCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "GROUP", description = "The group's id, such as /shop.")
  private String group = "";

  /** Prints to a terminal. */
  public AppGroupShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = service.client();
    if (output.format().isForPeople()) {
      GroupRow.apps(client, group).print(terminal, output.format());
    } else {
      new Document(group, GroupRow.get(client, group))
          .print(terminal, output.format(), people -> {});
    }
  }
}
