package io.proffer.service.matching;

import io.proffer.core.model.Attributes;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.core.model.Unavailability;
import io.proffer.service.model.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;

/** An offer, less what was put on it. Not thread-safe. */
public final class Candidate {

  private final Offer offer;
  private final Optional<String> principal;
  private final Site site;
  private Resources left;

  public Candidate(Offer offer) {
    this(offer, Optional.empty());
  }

  /**
   * @param principal in whose name resources of it are reserved
   */
  public Candidate(Offer offer, Optional<String> principal) {
    this.offer = offer;
    this.principal = principal;
    this.left = Resources.of(offer.getResourcesList());
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Attribute attribute : offer.getAttributesList()) {
      attributes.putIfAbsent(attribute.getName(), Attributes.valueText(attribute));
    }
    boolean domain = offer.hasDomain() && offer.getDomain().hasFaultDomain();
    this.site =
        new Site(
            offer.getAgentId().getValue(),
            offer.getHostname(),
            domain
                ? Optional.of(offer.getDomain().getFaultDomain().getRegion().getName())
                : Optional.empty(),
            domain
                ? Optional.of(offer.getDomain().getFaultDomain().getZone().getName())
                : Optional.empty(),
            attributes);
  }

  public Offer offer() {
    return offer;
  }

  Optional<String> principal() {
    return principal;
  }

  public OfferId id() {
    return OfferId.of(offer.getId());
  }

  public Site site() {
    return site;
  }

  /** Where the agent is reached, without a path; empty when the offer does not say. */
  public Optional<String> agentUrl() {
    if (!offer.hasUrl()) {
      return Optional.empty();
    }
    Protos.URL url = offer.getUrl();
    Protos.Address address = url.getAddress();
    String host = address.getHostname().isEmpty() ? address.getIp() : address.getHostname();
    return Optional.of(url.getScheme() + "://" + host + ":" + address.getPort());
  }

  /** When the agent is expected to be away; empty when no maintenance is planned. */
  public Optional<Unavailability> unavailability() {
    return offer.hasUnavailability()
        ? Optional.of(Unavailability.of(offer.getUnavailability()))
        : Optional.empty();
  }

  /** The role the resources are offered to. */
  public String role() {
    return offer.hasAllocationInfo() ? offer.getAllocationInfo().getRole() : "*";
  }

  Resources left() {
    return left;
  }

  void apply(Operation operation) {
    left = ResourceConversions.apply(ResourceConversions.of(operation), left);
  }

  void take(Resources taken) {
    left = left.minus(taken);
  }
}
