package io.proffer.service.matching;

import io.proffer.core.model.Resources;
import io.proffer.service.model.Amounts;
import io.proffer.service.model.App;
import io.proffer.service.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Puts instances that have volumes on offers: a new one has all it needs reserved and its volumes
 * made, one that was there before gets what was reserved for it.
 */
final class ResidentMatch {

  private final RandomGenerator random;

  ResidentMatch(RandomGenerator random) {
    this.random = random;
  }

  /** Makes a new instance a home. */
  Matcher.Result settle(App app, String instance, Candidate on, List<Rejection> rejections) {
    Resources free = on.left().filter(e -> !e.isReserved() && !e.isRevocable() && !e.isShared());
    Resources divisible = free.filter(e -> !e.isIndivisible() && e.disk().isEmpty());
    List<Resource> plain = new ArrayList<>(ResourceMatch.take(divisible, needed(app), rejections));
    Optional<List<Integer>> ports =
        PortMatch.choose(divisible, app.spec().ports(), random, rejections);
    ports.ifPresent(chosen -> plain.addAll(PortMatch.resources(divisible, chosen)));
    Resources left = rejections.isEmpty() ? free.minus(Resources.of(plain)) : free;
    List<Resource> reserved = new ArrayList<>();
    plain.forEach(resource -> reserved.add(Reservation.of(resource, on, instance)));
    List<Resource> launched = new ArrayList<>(reserved);
    List<Resource> volumes = new ArrayList<>();
    for (Volume.Persistent volume : app.spec().persistentVolumes()) {
      Optional<Resource> disk = VolumeMatch.disk(left, volume);
      if (disk.isEmpty()) {
        rejections.add(
            new Rejection(
                Rejection.Reason.InsufficientDisk,
                "needs %s MB of a %s disk for volume '%s'"
                    .formatted(volume.sizeMb(), volume.disk(), volume.containerPath())));
        continue;
      }
      left = left.minus(Resources.of(List.of(disk.get())));
      Resource home = Reservation.of(disk.get(), on, instance);
      reserved.add(home);
      volumes.add(VolumeMatch.on(home, volume, instance));
    }
    if (!rejections.isEmpty() || ports.isEmpty()) {
      return new Matcher.Misfit(rejections);
    }
    launched.addAll(volumes);
    List<Operation> operations = List.of(reserve(reserved), create(volumes));
    operations.forEach(on::apply);
    on.take(Resources.of(launched));
    Resources home = Resources.of(launched).filter(e -> !e.isIndivisible() && e.disk().isEmpty());
    return fit(app, home, ports.get(), launched, volumes, operations);
  }

  /** Gives an instance what was reserved for it, if that is here. */
  Matcher.Result comeBack(App app, String instance, Candidate on) {
    Resources home =
        on.left()
            .filter(entry -> Reservation.instance(entry, on.offer()).equals(Optional.of(instance)));
    List<Rejection> rejections = new ArrayList<>();
    List<Resource> volumes = new ArrayList<>();
    for (Volume.Persistent volume : app.spec().persistentVolumes()) {
      String id = VolumeMatch.id(volume, instance);
      VolumeMatch.find(home, id)
          .ifPresentOrElse(
              volumes::add,
              () ->
                  rejections.add(
                      new Rejection(
                          Rejection.Reason.NoCorrespondingReservationFound,
                          "waits for volume '" + id + "', which is not here")));
    }
    if (!rejections.isEmpty()) {
      return new Matcher.Misfit(rejections);
    }
    Resources divisible = home.filter(e -> !e.isIndivisible() && e.disk().isEmpty());
    List<Resource> taken = new ArrayList<>(volumes);
    taken.addAll(ResourceMatch.take(divisible, needed(app), rejections));
    Optional<List<Integer>> ports =
        PortMatch.choose(divisible, app.spec().ports(), random, rejections);
    if (!rejections.isEmpty() || ports.isEmpty()) {
      return new Matcher.Misfit(rejections);
    }
    taken.addAll(PortMatch.resources(divisible, ports.get()));
    on.take(Resources.of(taken));
    return fit(app, divisible, ports.get(), taken, volumes, List.of());
  }

  private static Amounts needed(App app) {
    return app.isPod() ? PodMatch.needed(app) : app.spec().amounts();
  }

  private static Matcher.Fit fit(
      App app,
      Resources divisible,
      List<Integer> ports,
      List<Resource> all,
      List<Resource> volumes,
      List<Operation> operations) {
    return app.isPod()
        ? PodMatch.shared(app, divisible, ports, all, volumes, operations)
        : new Matcher.Fit(all, ports, List.of(), operations, List.of());
  }

  private static Operation reserve(List<Resource> reserved) {
    return Operation.newBuilder()
        .setType(Operation.Type.RESERVE)
        .setReserve(Operation.Reserve.newBuilder().addAllResources(reserved))
        .build();
  }

  private static Operation create(List<Resource> volumes) {
    return Operation.newBuilder()
        .setType(Operation.Type.CREATE)
        .setCreate(Operation.Create.newBuilder().addAllVolumes(volumes))
        .build();
  }
}
