package io.proffer.simulator;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import io.proffer.sdk.Driver;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.OperationUpdate;
import io.proffer.sdk.testkit.engine.Draws;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;

/**
 * What a framework reserves for its role, and the volumes it makes of that. It outlives the
 * framework's process, as its {@link Backlog} does.
 */
final class Reservations {
  private final String framework;
  private final Volumes volumes;
  private final Draws draws;

  /** Operations of which nothing final was heard, and where they are done. */
  private final Map<String, Optional<AgentId>> open = new LinkedHashMap<>();

  /** The volumes that operations are to make. */
  private final Map<String, String> making = new LinkedHashMap<>();

  private int named;

  Reservations(String framework, Volumes volumes, Draws draws) {
    this.framework = framework;
    this.volumes = volumes;
    this.draws = draws;
  }

  /** Whether there may be something to give back. */
  boolean any() {
    return named > 0;
  }

  Map<String, Optional<AgentId>> open() {
    return Collections.unmodifiableMap(open);
  }

  /** The framework is another one now: nobody tells it of what was done before. */
  void forgetOperations() {
    open.clear();
    making.clear();
  }

  /** An operation is on its way, of which the framework wants to be told. */
  void asked(String operation, AgentId agent) {
    open.put(operation, Optional.of(agent));
  }

  /** Does something with what is left of an offer. */
  void play(OfferView offer) {
    switch (draws.below(4)) {
      case 0 -> reserve(offer, "cpus", draws.between(1, 5) / 10.0);
      case 1 -> reserve(offer, "disk", draws.between(1, 2000)).ifPresent(d -> create(offer, d));
      case 2 -> anyOf(volumesOf(offer)).ifPresent(volume -> destroy(offer, volume));
      default -> anyOf(reservedOf(offer)).ifPresent(reserved -> unreserve(offer, reserved));
    }
  }

  /** Gives back all that is left of an offer, whoever has reserved it. */
  void giveBack(OfferView offer) {
    volumesOf(offer).forEach(volume -> destroy(offer, volume));
    for (List<Resource> all = reservedOf(offer); !all.isEmpty(); all = reservedOf(offer)) {
      all.forEach(reserved -> unreserve(offer, reserved));
    }
  }

  void updated(OperationUpdate update) {
    switch (update.state()) {
      case OPERATION_FINISHED -> {
        over(update.operation())
            .ifPresent(v -> update.agent().ifPresent(agent -> volumes.made(v, agent)));
      }
      case OPERATION_FAILED,
          OPERATION_ERROR,
          OPERATION_DROPPED,
          OPERATION_GONE_BY_OPERATOR,
          // The master knows nothing of it: it was done and acknowledged, or has never come.
          OPERATION_UNKNOWN ->
          over(update.operation());
      // It is told again when its agent comes back, if it ever does.
      case OPERATION_UNREACHABLE -> open.remove(update.operation());
      case OPERATION_PENDING, OPERATION_RECOVERING, OPERATION_UNSUPPORTED -> {}
    }
  }

  /** Asks what became of the operations. */
  void reconcile(Driver driver) {
    if (!open.isEmpty()) {
      driver.reconcileOperations(open);
    }
  }

  private Optional<String> over(String operation) {
    open.remove(operation);
    return Optional.ofNullable(making.remove(operation));
  }

  private Optional<Resource> reserve(OfferView offer, String name, double amount) {
    Resource wanted =
        Resource.newBuilder()
            .setName(name)
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(amount))
            .build();
    if (!offer.left().unreserved().nonRevocable().contains(Resources.of(List.of(wanted)))) {
      return Optional.empty();
    }
    Resource reserved =
        wanted.toBuilder()
            .addReservations(
                ReservationInfo.newBuilder()
                    .setType(ReservationInfo.Type.DYNAMIC)
                    .setRole(offer.role()))
            .build();
    offer.apply(
        named(offer)
            .setType(Operation.Type.RESERVE)
            .setReserve(Operation.Reserve.newBuilder().addResources(reserved))
            .build());
    return Optional.of(reserved);
  }

  private void create(OfferView offer, Resource reserved) {
    String volume = framework + "-v" + named;
    Resource disk =
        reserved.toBuilder()
            .setDisk(
                DiskInfo.newBuilder()
                    .setPersistence(DiskInfo.Persistence.newBuilder().setId(volume))
                    .setVolume(
                        Volume.newBuilder().setMode(Volume.Mode.RW).setContainerPath("data")))
            .build();
    Operation.Builder operation = named(offer);
    making.put(operation.getId().getValue(), volume);
    offer.apply(
        operation
            .setType(Operation.Type.CREATE)
            .setCreate(Operation.Create.newBuilder().addVolumes(disk))
            .build());
  }

  private void destroy(OfferView offer, Resource volume) {
    volumes.unwanted(volume.getDisk().getPersistence().getId());
    offer.apply(
        named(offer)
            .setType(Operation.Type.DESTROY)
            .setDestroy(Operation.Destroy.newBuilder().addVolumes(volume))
            .build());
  }

  private void unreserve(OfferView offer, Resource reserved) {
    offer.apply(
        named(offer)
            .setType(Operation.Type.UNRESERVE)
            .setUnreserve(Operation.Unreserve.newBuilder().addResources(reserved))
            .build());
  }

  /** Half of the operations have an id: of the others nobody is told anything. */
  private Operation.Builder named(OfferView offer) {
    named++;
    if (draws.chance(0.5)) {
      return Operation.newBuilder();
    }
    String id = framework + "-o" + named;
    asked(id, offer.agent());
    return Operation.newBuilder().setId(OperationID.newBuilder().setValue(id));
  }

  private <T> Optional<T> anyOf(List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(draws.oneOf(all));
  }

  private static List<Resource> volumesOf(OfferView offer) {
    return offer.left().persistentVolumes().toProtos();
  }

  /** What is reserved dynamically and is not a volume. */
  private static List<Resource> reservedOf(OfferView offer) {
    return offer
        .left()
        .filter(entry -> entry.isDynamicallyReserved() && !entry.isPersistentVolume())
        .toProtos();
  }

  /** The same as if nothing had been reserved or made of it. */
  static Resources plain(Resources resources) {
    return Resources.of(
        resources.toProtos().stream()
            .map(r -> r.getDisk().hasPersistence() ? ResourceConversions.stripped(r) : r)
            .map(r -> r.toBuilder().clearReservations().build())
            .toList());
  }
}
