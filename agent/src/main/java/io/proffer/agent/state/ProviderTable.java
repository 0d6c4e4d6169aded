package io.proffer.agent.state;

import com.google.protobuf.ByteString;
import io.proffer.agent.state.AgentEvent.ProviderAdmitted;
import io.proffer.agent.state.AgentEvent.ProviderDisconnected;
import io.proffer.agent.state.AgentEvent.ProviderOperationChanged;
import io.proffer.agent.state.AgentEvent.ProviderOperationForgotten;
import io.proffer.agent.state.AgentEvent.ProviderRemoved;
import io.proffer.agent.state.AgentEvent.ProviderReported;
import io.proffer.agent.state.AgentEvent.ProviderSubscribed;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The resource providers of an agent: those that were ever admitted, and those that are there. */
public final class ProviderTable {

  private final Map<ProviderId, ProviderAdmitted> known = new LinkedHashMap<>();
  private final Map<ProviderId, ResourceProvider> subscribed = new LinkedHashMap<>();

  ProviderTable() {}

  /** What was written down when it was admitted; empty for one that never was, or is gone. */
  public Optional<ProviderAdmitted> known(ProviderId id) {
    return Optional.ofNullable(known.get(id));
  }

  /** How many were admitted and are not gone. */
  public int admitted() {
    return known.size();
  }

  /** A copy: those that are subscribed, in the order they first were. */
  public List<ResourceProvider> all() {
    return List.copyOf(subscribed.values());
  }

  public Optional<ResourceProvider> find(ProviderId id) {
    return Optional.ofNullable(subscribed.get(id));
  }

  /** The one whose events go to this stream. */
  public Optional<ResourceProvider> at(long stream) {
    return subscribed.values().stream().filter(p -> p.stream() == stream).findFirst();
  }

  /** The one that has this operation. */
  public Optional<ResourceProvider> with(ByteString operation) {
    return subscribed.values().stream().filter(p -> p.operation(operation).isPresent()).findFirst();
  }

  /** All that they have. */
  public Resources total() {
    Resources total = Resources.empty();
    for (ResourceProvider provider : subscribed.values()) {
      total = total.plus(provider.total());
    }
    return total;
  }

  void apply(AgentEvent.OfProviders event) {
    switch (event) {
      case ProviderAdmitted e -> known.put(e.provider(), e);
      case ProviderRemoved e -> {
        known.remove(e.provider());
        subscribed.remove(e.provider());
      }
      case ProviderSubscribed e -> subscribe(e);
      case ProviderDisconnected e -> subscribed.remove(e.provider());
      case ProviderReported e ->
          change(e.provider(), p -> p.having(e.total(), Optional.of(e.version()), e.operations()));
      case ProviderOperationChanged e ->
          change(e.provider(), p -> p.with(e.operation(), e.total()));
      case ProviderOperationForgotten e -> change(e.provider(), p -> p.without(e.operation()));
    }
  }

  /** One that comes again has what it had until it says otherwise. */
  private void subscribe(ProviderSubscribed e) {
    ProviderId id = ProviderId.of(e.info().getId());
    Optional<ResourceProvider> before = find(id);
    subscribed.put(
        id,
        new ResourceProvider(
            e.info(),
            e.stream(),
            e.streamId(),
            before.map(ResourceProvider::total).orElse(Resources.empty()),
            before.flatMap(ResourceProvider::version),
            before.map(ResourceProvider::operations).orElse(List.of())));
  }

  private void change(ProviderId id, UnaryOperator<ResourceProvider> change) {
    subscribed.computeIfPresent(id, (key, provider) -> change.apply(provider));
  }

  /** The fewest facts that lead to what must survive. */
  List<AgentEvent.Durable> facts() {
    return new ArrayList<>(known.values());
  }
}
