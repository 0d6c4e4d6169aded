package io.proffer.cli.command;

import io.proffer.cli.client.AgentService;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which agent, of which cluster. */
final class AgentOption {

  @Mixin private final MasterOption master = new MasterOption();

  @Parameters(
      paramLabel = "AGENT",
      description = "The agent's id, how that begins, or its hostname.")
  private String agent = "";

  AgentService service() {
    return new AgentService(master.client());
  }

  String name() {
    return agent;
  }
}
