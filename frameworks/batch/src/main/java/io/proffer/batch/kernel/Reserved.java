package io.proffer.batch.kernel;

import io.proffer.core.model.Entry;
import io.proffer.core.model.Resources;
import io.proffer.sdk.OfferView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Label;

/**
 * What is reserved for gangs. The label of a reservation says for which, so that a process that
 * comes after another one knows what it has and what to give back.
 */
final class Reserved {

  private static final String GANG = "gang";
  private static final String LEASE = "lease";

  private Reserved() {}

  /** The gangs that something of an offer is reserved for. */
  static Set<String> gangs(OfferView offer) {
    Set<String> gangs = new LinkedHashSet<>();
    offer.left().entries().forEach(entry -> gang(entry).ifPresent(gangs::add));
    return gangs;
  }

  /** What of an offer is reserved for a gang. */
  static Resources of(OfferView offer, String gang) {
    return offer.left().filter(entry -> gang(entry).filter(gang::equals).isPresent());
  }

  private static Optional<String> gang(Entry entry) {
    if (!entry.isDynamicallyReserved() || entry.isPersistentVolume()) {
      return Optional.empty();
    }
    return entry.reservations().getLast().getLabels().getLabelsList().stream()
        .filter(label -> label.getKey().equals(GANG))
        .map(Label::getValue)
        .findFirst();
  }

  /** The labels of what is reserved for a gang. */
  static Map<String, String> labels(String gang, Instant until) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(GANG, gang);
    labels.put(LEASE, until.toString());
    return labels;
  }
}
