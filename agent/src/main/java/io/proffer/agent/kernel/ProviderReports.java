package io.proffer.agent.kernel;

import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.ResourceProvider;
import io.proffer.core.protocol.link.FromAgent.ReportedOperation;
import io.proffer.core.protocol.link.FromAgent.ReportedProvider;
import java.util.List;

/**
 * What an agent tells a master of its resource providers: of those that have said what they have.
 */
final class ProviderReports {

  private ProviderReports() {}

  static List<ReportedProvider> of(AgentState state) {
    return state.providers().all().stream()
        .filter(p -> p.version().isPresent())
        .map(ProviderReports::of)
        .toList();
  }

  private static ReportedProvider of(ResourceProvider provider) {
    return new ReportedProvider(
        provider.info(),
        provider.total().toProtos(),
        provider.version().orElseThrow(),
        provider.operations().stream()
            .map(o -> new ReportedOperation(o.uuid(), o.framework(), o.info(), o.latest()))
            .toList());
  }
}
