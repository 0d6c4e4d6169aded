package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.AgentService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code proffer agent reactivate}. */
@Command(
    name = "reactivate",
    description = "Give an agent tasks again that was drained or deactivated.",
    footer = {"", "Example:", "  proffer agent reactivate node7.example"},
    mixinStandardHelpOptions = true)
public final class AgentReactivateCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final AgentOption agent = new AgentOption();

  /** Tells a terminal how it went. */
  public AgentReactivateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    AgentService service = agent.service();
    String id = service.find(agent.name());
    service.reactivate(id);
    terminal.progress(id + " is active.");
  }
}
