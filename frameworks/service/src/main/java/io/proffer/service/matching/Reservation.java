package io.proffer.service.matching;

import io.proffer.core.model.Entry;
import io.proffer.core.model.ResourceFormat;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * How resources are marked that belong to an instance: by labels in their reservation, as Marathon
 * marks them.
 */
public final class Reservation {

  private static final String FRAMEWORK = "marathon_framework_id";
  private static final String INSTANCE = "marathon_task_id";

  private Reservation() {}

  /** The instance that a resource of an offer belongs to; empty if it is nobody's here. */
  public static Optional<String> instance(Entry entry, Offer offer) {
    if (!entry.isDynamicallyReserved()) {
      return Optional.empty();
    }
    Labels labels = entry.reservations().getLast().getLabels();
    return label(labels, FRAMEWORK)
        .filter(offer.getFrameworkId().getValue()::equals)
        .flatMap(ours -> label(labels, INSTANCE));
  }

  private static Optional<String> label(Labels labels, String key) {
    return labels.getLabelsList().stream()
        .filter(label -> label.getKey().equals(key))
        .map(Label::getValue)
        .findFirst();
  }

  /** The same resource, belonging to an instance. */
  static Resource of(Resource unreserved, Candidate on, String instance) {
    ReservationInfo.Builder reservation =
        ReservationInfo.newBuilder()
            .setType(ReservationInfo.Type.DYNAMIC)
            .setRole(on.role())
            .setLabels(
                Labels.newBuilder()
                    .addLabels(label(FRAMEWORK, on.offer().getFrameworkId().getValue()))
                    .addLabels(label(INSTANCE, instance)));
    on.principal().ifPresent(reservation::setPrincipal);
    return unreserved.toBuilder().addReservations(reservation).build();
  }

  private static Label label(String key, String value) {
    return Label.newBuilder().setKey(key).setValue(value).build();
  }

  static Resource proto(Entry entry) {
    return entry.toProto(ResourceFormat.POST_REFINEMENT);
  }
}
