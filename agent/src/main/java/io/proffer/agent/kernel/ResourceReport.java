package io.proffer.agent.kernel;

import io.proffer.agent.state.AgentState;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.FromAgent.ReportedResources;

/** What an agent tells a master, when it registers again, about operations on its resources. */
public final class ResourceReport {

  private ResourceReport() {}

  /**
   * @param own what the agent was started with
   */
  public static ReportedResources of(Resources own, AgentState state) {
    return new ReportedResources(
        AgentTotal.of(own, state.ledger().converted())
            .total()
            .plus(state.providers().total())
            .toProtos(),
        state.ledger().operations().stream()
            .map(
                o ->
                    new FromAgent.ReportedOperation(
                        o.uuid(), o.framework(), o.operation(), o.status()))
            .toList(),
        ProviderReports.of(state));
  }
}
