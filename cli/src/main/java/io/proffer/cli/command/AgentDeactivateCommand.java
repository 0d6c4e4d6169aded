package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.AgentService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer agent deactivate}. */
@Command(
    name = "deactivate",
    description = "Give an agent nothing more; what it runs runs on.",
    footer = {"", "Example:", "  proffer agent deactivate node7.example"},
    mixinStandardHelpOptions = true)
public final class AgentDeactivateCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final AgentOption agent = new AgentOption();

  /** Tells a terminal how it went. */
  public AgentDeactivateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    AgentService service = agent.service();
    String id = service.find(agent.name());
    service.deactivate(id);
    terminal.progress(id + " is deactivated.");
  }
}
