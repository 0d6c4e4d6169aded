package io.proffer.sdk;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.Unavailability;
import org.apache.mesos.v1.Protos.InverseOffer;

/**
 * The question whether the framework can do without all it holds of an agent, because somebody is
 * going to work on its machine. It stays open until it is answered, with {@link
 * Driver#acceptInverse} or {@link Driver#declineInverse}, or is taken back: {@link
 * Scheduler#inverseRescinded}.
 *
 * @param toProto the inverse offer as it came
 */
public record InverseOfferView(InverseOffer toProto) {

  public OfferId id() {
    return OfferId.of(toProto.getId());
  }

  public AgentId agent() {
    return AgentId.of(toProto.getAgentId());
  }

  public String hostname() {
    return toProto.getUrl().getAddress().getHostname();
  }

  /** When the agent is expected to be away. */
  public Unavailability unavailability() {
    return Unavailability.of(toProto.getUnavailability());
  }

  @Override
  public String toString() {
    return "inverse offer " + id() + " of " + hostname() + ": " + unavailability();
  }
}
