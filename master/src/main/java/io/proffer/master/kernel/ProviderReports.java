package io.proffer.master.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.ResourceConversion;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.core.protocol.link.FromAgent.ReportedOperation;
import io.proffer.core.protocol.link.FromAgent.ReportedProvider;
import io.proffer.core.protocol.link.ToAgent;
import io.proffer.master.state.Agent;
import io.proffer.master.state.AgentProvider;
import io.proffer.master.state.MasterEvent.ProvidersChanged;
import io.proffer.master.state.MasterState;
import io.proffer.master.state.OfferOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Resource;

/** What agents say of their resource providers while they are registered. */
final class ProviderReports {
  private final Turn turn;
  private final MasterState state;
  private final Offers offers;
  private final Operations operations;

  ProviderReports(Turn turn, Offers offers, Operations operations) {
    this.turn = turn;
    this.state = turn.state();
    this.offers = offers;
    this.operations = operations;
  }

  static List<AgentProvider> providers(List<ReportedProvider> reported) {
    return reported.stream().map(p -> new AgentProvider(p.info(), p.version())).toList();
  }

  /**
   * The resources are what the resource providers say; but what is on its way to them still counts.
   */
  void changed(Agent agent, List<ReportedProvider> reported) {
    List<Resource> all = reported.stream().flatMap(p -> p.total().stream()).toList();
    if (Resources.problem(all).isPresent() || all.stream().anyMatch(r -> !r.hasProviderId())) {
      return;
    }
    Set<ByteString> named = new HashSet<>();
    reported.forEach(p -> p.operations().forEach(o -> named.add(o.uuid())));
    List<OfferOperation> unheard = unheard(agent, reported, named);
    Resources provided = Resources.of(all);
    for (OfferOperation operation : unheard) {
      provided = converted(operation, provided);
    }
    Resources total = agent.total().filter(e -> e.provider().isEmpty()).plus(provided);
    List<AgentProvider> providers = providers(reported);
    if (!total.equals(agent.total())) {
      takeBack(agent, provided);
    }
    if (!total.equals(agent.total()) || !providers.equals(agent.providers())) {
      turn.happened(new ProvidersChanged(agent.id(), total, providers));
    }
    Agent now = state.agent(agent.id()).orElseThrow();
    for (ReportedProvider provider : reported) {
      for (ReportedOperation operation : provider.operations()) {
        operations.reported(now, operation);
      }
    }
    operations.forgetThoseOfAbsentProviders(now);
    ask(now, unheard);
  }

  /** Those that are on their way to a resource provider, or were lost on it. */
  private List<OfferOperation> unheard(
      Agent agent, List<ReportedProvider> reported, Set<ByteString> named) {
    Set<ProviderId> there = new HashSet<>();
    reported.forEach(p -> there.add(ProviderId.of(p.info().getId())));
    List<OfferOperation> unheard = new ArrayList<>();
    for (OfferOperation operation : state.operationsOn(agent.id())) {
      Optional<ProviderId> provider = operation.provider();
      if (provider.isPresent()
          && there.contains(provider.get())
          && operation.pending()
          && !named.contains(operation.uuid())) {
        unheard.add(operation);
      }
    }
    return unheard;
  }

  private static Resources converted(OfferOperation operation, Resources provided) {
    if (!operation.speculative()) {
      return provided;
    }
    List<ResourceConversion> conversions = ResourceConversions.of(operation.info());
    return ResourceConversions.problem(conversions, provided).isPresent()
        ? provided
        : ResourceConversions.apply(conversions, provided);
  }

  private void takeBack(Agent agent, Resources provided) {
    Resources used = state.usedOn(agent.id()).filter(e -> e.provider().isPresent());
    Resources offered = state.offeredOn(agent.id()).filter(e -> e.provider().isPresent());
    if (!provided.minusSaturating(used).contains(offered)) {
      offers.rescindProvidedOn(agent.id());
    }
  }

  private void ask(Agent agent, List<OfferOperation> unheard) {
    if (!unheard.isEmpty()) {
      turn.send(
          agent,
          new ToAgent.ReconcileOperations(
              unheard.stream()
                  .map(o -> new ToAgent.ReconciledOperation(o.uuid(), o.provider().orElseThrow()))
                  .toList()));
    }
  }
}
