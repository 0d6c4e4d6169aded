package io.proffer.core.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/** Valid resources of every kind, from few names and small numbers so that they often meet. */
public final class GeneratedResources {

  private static final ReservationInfo STATIC =
      ReservationInfo.newBuilder().setType(ReservationInfo.Type.STATIC).setRole("eng").build();
  private static final ReservationInfo DYNAMIC =
      ReservationInfo.newBuilder()
          .setType(ReservationInfo.Type.DYNAMIC)
          .setRole("eng")
          .setPrincipal("p1")
          .setLabels(Labels.newBuilder().addLabels(Label.newBuilder().setKey("k").setValue("v")))
          .build();
  private static final ReservationInfo REFINEMENT =
      DYNAMIC.toBuilder().setRole("eng/web").clearLabels().build();

  /** Metadata that any resource may have. */
  private static final List<UnaryOperator<Resource.Builder>> UNREFINED =
      List.of(
          r -> r,
          r -> r,
          r -> r,
          r -> r.addReservations(STATIC),
          r -> r.addReservations(DYNAMIC),
          r -> r.setRevocable(Resource.RevocableInfo.getDefaultInstance()),
          r -> r.setProviderId(Protos.ResourceProviderID.newBuilder().setValue("storage")));

  private static final Arbitrary<Integer> MEMBERS = Arbitraries.integers().between(0, 60);

  private GeneratedResources() {}

  /** Any resources, shared and refined ones included. */
  public static Arbitrary<Resources> any() {
    return protos().map(Resources::of);
  }

  /** What {@link Resources#of} accepts, in no particular order. */
  public static Arbitrary<List<Resource>> protos() {
    Arbitrary<Resource> refined = values().map(GeneratedResources::refined);
    return Arbitraries.frequencyOf(
            List.of(
                Tuple.of(6, unrefined()),
                Tuple.of(1, refined),
                Tuple.of(2, disks()),
                Tuple.of(1, shared())))
        .list()
        .ofMaxSize(7);
  }

  /** What the format without refinement can say. */
  public static Arbitrary<Resources> unrefinedOnly() {
    return unrefined().list().ofMaxSize(6).map(Resources::of);
  }

  /** What a person may write as text: no metadata. */
  public static Arbitrary<Resources> plain() {
    return values().list().ofMaxSize(6).map(Resources::of);
  }

  private static Arbitrary<Resource> unrefined() {
    return Combinators.combine(values(), Arbitraries.of(UNREFINED))
        .as((value, metadata) -> metadata.apply(value.toBuilder()).build());
  }

  private static Resource refined(Resource value) {
    return value.toBuilder().addReservations(STATIC).addReservations(REFINEMENT).build();
  }

  private static Arbitrary<Resource> values() {
    return Arbitraries.oneOf(scalars(), ranges(), sets());
  }

  private static Arbitrary<Resource> scalars() {
    return Combinators.combine(
            Arbitraries.of("cpus", "gpus", "mem", "disk", "bandwidth"), quantities())
        .as(GeneratedResources::scalar);
  }

  private static Arbitrary<Double> quantities() {
    return Arbitraries.integers()
        .between(0, 5000)
        .map(millis -> millis / 1000.0)
        .edgeCases(c -> c.add(0.001, 0.1, 0.3, 2.0));
  }

  private static Resource scalar(String name, double quantity) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(quantity))
        .build();
  }

  private static Arbitrary<Resource> ranges() {
    return Combinators.combine(Arbitraries.of("ports", "vlans"), someRanges())
        .as(
            (name, ranges) ->
                Resource.newBuilder()
                    .setName(name)
                    .setType(Value.Type.RANGES)
                    .setRanges(ranges.toProto())
                    .build());
  }

  static Arbitrary<Ranges> someRanges() {
    Arbitrary<Ranges.Range> range =
        Combinators.combine(MEMBERS, Arbitraries.integers().between(0, 8))
            .as((begin, length) -> new Ranges.Range(begin, begin + length));
    return range.list().ofMaxSize(6).map(Ranges::of);
  }

  private static Arbitrary<Resource> sets() {
    return Arbitraries.of("a", "b", "c", "d")
        .set()
        .map(LinkedHashSet::new)
        .map(
            items ->
                Resource.newBuilder()
                    .setName("zones")
                    .setType(Value.Type.SET)
                    .setSet(Value.Set.newBuilder().addAllItem(items))
                    .build());
  }

  private static Arbitrary<Resource> disks() {
    Arbitrary<DiskInfo.Source.Builder> sources =
        Arbitraries.of(DiskInfo.Source.Type.values())
            .filter(type -> type != DiskInfo.Source.Type.UNKNOWN)
            .map(type -> DiskInfo.Source.newBuilder().setType(type));
    Arbitrary<DiskInfo> withSource =
        Combinators.combine(sources, Arbitraries.of("", "id-1"))
            .as((source, id) -> id.isEmpty() ? source : source.clone().setId(id))
            .map(source -> DiskInfo.newBuilder().setSource(source).build());
    Arbitrary<DiskInfo> volumes = Arbitraries.of("v1", "v2").map(GeneratedResources::volume);
    return Combinators.combine(Arbitraries.of(1.0, 64.0), Arbitraries.oneOf(withSource, volumes))
        .as(
            (size, disk) ->
                scalar("disk", size).toBuilder().addReservations(DYNAMIC).setDisk(disk).build());
  }

  private static Arbitrary<Resource> shared() {
    return Arbitraries.of("s1", "s2")
        .map(
            id ->
                scalar("disk", 10).toBuilder()
                    .addReservations(DYNAMIC)
                    .setDisk(volume(id))
                    .setShared(Resource.SharedInfo.getDefaultInstance())
                    .build());
  }

  private static DiskInfo volume(String id) {
    return DiskInfo.newBuilder()
        .setPersistence(DiskInfo.Persistence.newBuilder().setId(id))
        .setVolume(
            Protos.Volume.newBuilder().setContainerPath("data").setMode(Protos.Volume.Mode.RW))
        .build();
  }

  /** Without what only adds as a union: the members of ranges and sets that {@code other} has. */
  static Resources disjointFrom(Resources resources, Resources other) {
    return resources.minusSaturating(other.filter(entry -> entry.type() != Value.Type.SCALAR));
  }
}
