package io.proffer.service.matching;

import io.proffer.core.model.Entry;
import io.proffer.core.model.ResourceConversions;
import io.proffer.core.model.Resources;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/** Gives back what belongs to instances that are no more, volumes with all their data. */
public final class Eviction {

  private Eviction() {}

  /** The instances to which something of an offer belongs. */
  public static Set<String> instances(Candidate on) {
    Set<String> instances = new LinkedHashSet<>();
    on.left()
        .entries()
        .forEach(entry -> Reservation.instance(entry, on.offer()).ifPresent(instances::add));
    return instances;
  }

  /**
   * What to do with what belongs to an instance; it is done to the candidate at once.
   *
   * @return operations, in order
   */
  public static List<Operation> of(String instance, Candidate on) {
    Predicate<Entry> theirs =
        entry -> Reservation.instance(entry, on.offer()).equals(Optional.of(instance));
    List<Operation> operations = new ArrayList<>();
    List<Resource> volumes = protos(on.left().filter(theirs), Entry::isPersistentVolume);
    if (!volumes.isEmpty()) {
      operations.add(
          Operation.newBuilder()
              .setType(Operation.Type.DESTROY)
              .setDestroy(Operation.Destroy.newBuilder().addAllVolumes(volumes))
              .build());
    }
    List<Resource> reserved = protos(on.left().filter(theirs), e -> !e.isPersistentVolume());
    volumes.forEach(volume -> reserved.add(ResourceConversions.stripped(volume)));
    operations.add(
        Operation.newBuilder()
            .setType(Operation.Type.UNRESERVE)
            .setUnreserve(Operation.Unreserve.newBuilder().addAllResources(reserved))
            .build());
    operations.forEach(on::apply);
    return operations;
  }

  private static List<Resource> protos(Resources from, Predicate<Entry> which) {
    List<Resource> protos = new ArrayList<>();
    for (Entry entry : from.entries()) {
      if (which.test(entry)) {
        protos.add(Reservation.proto(entry));
      }
    }
    return protos;
  }
}
