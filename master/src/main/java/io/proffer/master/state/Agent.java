package io.proffer.master.state;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ProviderId;
import io.proffer.core.model.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;

/**
 * An agent that registered with this master.
 *
 * @param info as the agent gave it, with its id
 * @param address {@code ip:port} of the agent's HTTP server
 * @param version of Proffer the agent runs
 * @param total everything it has, as operations have reserved it and made volumes of it, and what
 *     it oversubscribes, which is revocable
 * @param providers the resource providers it has; what they have is in the total
 * @param link where it is reached; empty while it is disconnected
 * @param registeredAt when it registered first with this master
 * @param reregisteredAt when it last came back, if ever
 */
public record Agent(
    AgentId id,
    AgentInfo info,
    String address,
    String version,
    List<String> capabilities,
    Resources total,
    List<AgentProvider> providers,
    Optional<AgentLink> link,
    Instant registeredAt,
    Optional<Instant> reregisteredAt) {
  public Agent {
    capabilities = List.copyOf(capabilities);
    providers = List.copyOf(providers);
  }

  public boolean connected() {
    return link.isPresent();
  }

  /** With so much that is revocable, whatever it was before. */
  Agent oversubscribed(Resources revocable) {
    return new Agent(
        id,
        info,
        address,
        version,
        capabilities,
        total.nonRevocable().plus(revocable),
        providers,
        link,
        registeredAt,
        reregisteredAt);
  }

  Agent having(Resources newTotal) {
    return having(newTotal, providers);
  }

  Agent having(Resources newTotal, List<AgentProvider> newProviders) {
    return new Agent(
        id,
        info,
        address,
        version,
        capabilities,
        newTotal,
        newProviders,
        link,
        registeredAt,
        reregisteredAt);
  }

  public Optional<AgentProvider> provider(ProviderId provider) {
    return providers.stream().filter(p -> p.id().equals(provider)).findFirst();
  }

  Agent disconnected() {
    return new Agent(
        id,
        info,
        address,
        version,
        capabilities,
        total,
        providers,
        Optional.empty(),
        registeredAt,
        reregisteredAt);
  }
}
