package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

class ResourceConversionsTest {

  private static final Resources AGENT = Resources.parse("cpus:4;mem:1024;disk:1000");

  @Test
  void reservingTakesFromTheUnreservedAndUnreservingGivesBack() {
    Resource reserved = reserved(disk(64), "r1");

    Resources after = apply(AGENT, reserve(reserved));

    assertThat(after.unreserved().scalar("disk")).isEqualTo(936);
    assertThat(after.reservedTo("r1").scalar("disk")).isEqualTo(64);
    assertThat(apply(after, unreserve(reserved))).isEqualTo(AGENT);
  }

  @Test
  void aRefinedReservationTakesFromTheOneAbove() {
    Resource above = reserved(disk(64), "eng");
    Resource refined = reserved(above, "eng/web");

    Resources after = apply(apply(AGENT, reserve(above)), reserve(refined));

    assertThat(after.reservedTo("eng").isEmpty()).isTrue();
    assertThat(after.reservedTo("eng/web").scalar("disk")).isEqualTo(64);
    assertThat(apply(after, unreserve(refined)).reservedTo("eng").scalar("disk")).isEqualTo(64);
  }

  @Test
  void aVolumeStandsOnReservedDiskAndLeavesItBehind() {
    Resource reserved = reserved(disk(64), "r1");
    Resource volume = volume(reserved, "v", true);
    Resources before = apply(AGENT, reserve(reserved));

    Resources after = apply(before, create(volume));

    assertThat(after.persistentVolumes().entries()).hasSize(1);
    assertThat(after.shared().scalar("disk")).isEqualTo(64);
    assertThat(apply(after, destroy(volume))).isEqualTo(before);
  }

  @Test
  void aVolumeThatGrowsOrShrinksChangesWhatIsLeftBesideIt() {
    Resource volume = volume(reserved(disk(64), "r1"), "v", false);
    Resource addition = reserved(disk(36), "r1");
    Resources before = apply(apply(AGENT, reserve(reserved(disk(100), "r1"))), create(volume));

    Resources grown =
        apply(
            before,
            Operation.newBuilder()
                .setType(Operation.Type.GROW_VOLUME)
                .setGrowVolume(
                    Operation.GrowVolume.newBuilder().setVolume(volume).setAddition(addition))
                .build());

    assertThat(grown.persistentVolumes().scalar("disk")).isEqualTo(100);
    Resource whole = grown.persistentVolumes().toProtos().get(0);
    assertThat(apply(grown, shrink(whole, 36))).isEqualTo(before);
  }

  @Test
  void whatIsNotThereCannotBeConverted() {
    Operation tooMuch = reserve(reserved(disk(2000), "r1"));

    assertThat(ResourceConversions.problem(ResourceConversions.of(tooMuch), AGENT))
        .contains("cpus:4; mem:1024; disk:1000 does not contain disk:2000");
    assertThatThrownBy(() -> apply(AGENT, tooMuch)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSharedVolumeSufficesForAnyNumber() {
    Resource volume = volume(reserved(disk(64), "r1"), "v", true);
    Resources here = Resources.of(List.of(volume));

    assertThat(here.suffices(Resources.of(List.of(volume, volume)))).isTrue();
    assertThat(here.contains(Resources.of(List.of(volume, volume)))).isFalse();
    assertThat(here.suffices(Resources.parse("cpus:1"))).isFalse();
    assertThat(AGENT.suffices(here)).isFalse();
  }

  @Property(tries = 300)
  void whateverIsAppliedTheAmountsStayTheSame(@ForAll long seed) {
    Random draws = new Random(seed);
    Resources now = AGENT;
    for (int i = 0; i < 20; i++) {
      Operation operation = any(draws);
      List<ResourceConversion> conversions = ResourceConversions.of(operation);
      if (ResourceConversions.problem(conversions, now).isEmpty()) {
        now = ResourceConversions.apply(conversions, now);
      }
      assertThat(now.scalarsMillis()).isEqualTo(AGENT.scalarsMillis());
    }
  }

  private static Operation any(Random draws) {
    Resource reserved = reserved(disk(1 + draws.nextInt(300)), draws.nextBoolean() ? "r1" : "r2");
    Resource some = reserved(disk(100 * (1 + draws.nextInt(2))), "r1");
    Resource volume = volume(some, "v" + draws.nextInt(2), false);
    return switch (draws.nextInt(7)) {
      case 0 -> reserve(reserved);
      case 1 -> reserve(some);
      case 2 -> unreserve(some);
      case 3 -> unreserve(reserved);
      case 4 -> create(volume);
      case 5 -> shrink(volume, 50);
      default -> destroy(volume);
    };
  }

  private static Resources apply(Resources before, Operation operation) {
    return ResourceConversions.apply(ResourceConversions.of(operation), before);
  }

  private static Resource disk(double megabytes) {
    return Resource.newBuilder()
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(megabytes))
        .build();
  }

  private static Resource reserved(Resource resource, String role) {
    return resource.toBuilder()
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(role))
        .build();
  }

  private static Resource volume(Resource reserved, String id, boolean shared) {
    Resource.Builder volume =
        reserved.toBuilder()
            .setDisk(
                DiskInfo.newBuilder()
                    .setPersistence(DiskInfo.Persistence.newBuilder().setId(id))
                    .setVolume(
                        Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)));
    if (shared) {
      volume.setShared(Resource.SharedInfo.getDefaultInstance());
    }
    return volume.build();
  }

  private static Operation reserve(Resource resource) {
    return Operation.newBuilder()
        .setType(Operation.Type.RESERVE)
        .setReserve(Operation.Reserve.newBuilder().addResources(resource))
        .build();
  }

  private static Operation unreserve(Resource resource) {
    return Operation.newBuilder()
        .setType(Operation.Type.UNRESERVE)
        .setUnreserve(Operation.Unreserve.newBuilder().addResources(resource))
        .build();
  }

  private static Operation create(Resource volume) {
    return Operation.newBuilder()
        .setType(Operation.Type.CREATE)
        .setCreate(Operation.Create.newBuilder().addVolumes(volume))
        .build();
  }

  private static Operation destroy(Resource volume) {
    return Operation.newBuilder()
        .setType(Operation.Type.DESTROY)
        .setDestroy(Operation.Destroy.newBuilder().addVolumes(volume))
        .build();
  }

  private static Operation shrink(Resource volume, double megabytes) {
    return Operation.newBuilder()
        .setType(Operation.Type.SHRINK_VOLUME)
        .setShrinkVolume(
            Operation.ShrinkVolume.newBuilder()
                .setVolume(volume)
                .setSubtract(Value.Scalar.newBuilder().setValue(megabytes)))
        .build();
  }
}
