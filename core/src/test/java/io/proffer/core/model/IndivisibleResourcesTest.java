package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

/** Volumes and disks that are used as a whole or not at all. */
class IndivisibleResourcesTest {

  @Test
  void aMountDiskCannotBeSplit() {
    Resources whole = Resources.of(List.of(source(DiskInfo.Source.Type.MOUNT, 100)));
    Resources part = Resources.of(List.of(source(DiskInfo.Source.Type.MOUNT, 40)));
    assertThat(whole.contains(part)).isFalse();
    assertThat(whole.contains(whole)).isTrue();
  }

  @Test
  void aPathDiskCanBeSplit() {
    Resources whole = Resources.of(List.of(source(DiskInfo.Source.Type.PATH, 100)));
    Resources part = Resources.of(List.of(source(DiskInfo.Source.Type.PATH, 40)));
    assertThat(whole.minus(part)).isEqualTo(whole.minus(part.plus(part)).plus(part));
    assertThat(whole.minus(part).scalar("disk")).isEqualTo(60.0);
  }

  @Test
  void twoVolumesOfOneSizeStayTwo() {
    Resources one = Resources.of(List.of(volume("v", "a")));
    Resources two = one.plus(one);
    assertThat(two.scalar("disk")).isEqualTo(128.0);
    assertThat(two.entries()).hasSize(1);
    assertThat(two.toProtos()).hasSize(2);
    assertThat(two.minus(one)).isEqualTo(one);
    assertThat(Resources.of(two.toProtos())).isEqualTo(two);
  }

  @Test
  void howAVolumeIsMountedDoesNotMatter() {
    Resources offered = Resources.of(List.of(volume("v", "a")));
    Resources asked = Resources.of(List.of(volume("v", "b")));
    assertThat(offered).isEqualTo(asked).hasSameHashCodeAs(asked);
    assertThat(offered.contains(asked)).isTrue();
    assertThat(offered.contains(Resources.of(List.of(volume("w", "a"))))).isFalse();
  }

  @Test
  void aSharedVolumeIsThereOnceHoweverOftenItIsUsed() {
    Resource shared =
        volume("v", "a").toBuilder().setShared(Resource.SharedInfo.getDefaultInstance()).build();
    Resources one = Resources.of(List.of(shared));
    Resources usedTwice = one.plus(one);
    assertThat(usedTwice.scalar("disk")).isEqualTo(64.0);
    assertThat(usedTwice.toProtos()).containsExactly(shared);
    assertThat(usedTwice.minus(one)).isEqualTo(one);
    assertThat(one.contains(usedTwice)).isFalse();
    assertThat(usedTwice).hasToString("disk(reservations: [(DYNAMIC,r1)])[v:a]<SHARED>:64<2>");
  }

  @Test
  void theOrderOfLabelsDoesNotMatter() {
    Resources ab = Resources.of(List.of(labelled("a", "b")));
    Resources ba = Resources.of(List.of(labelled("b", "a")));
    assertThat(ab).isEqualTo(ba);
    assertThat(ab.plus(ba).entries()).hasSize(1);
    assertThat(ab).isNotEqualTo(Resources.of(List.of(labelled("a", "c"))));
  }

  private static Resource disk(double size) {
    return Resource.newBuilder()
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(size))
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("r1"))
        .build();
  }

  private static Resource source(DiskInfo.Source.Type type, double size) {
    return disk(size).toBuilder()
        .setDisk(DiskInfo.newBuilder().setSource(DiskInfo.Source.newBuilder().setType(type)))
        .build();
  }

  private static Resource volume(String id, String path) {
    return disk(64).toBuilder()
        .setDisk(
            DiskInfo.newBuilder()
                .setPersistence(DiskInfo.Persistence.newBuilder().setId(id))
                .setVolume(
                    Protos.Volume.newBuilder()
                        .setContainerPath(path)
                        .setMode(Protos.Volume.Mode.RW)))
        .build();
  }

  private static Resource labelled(String... keys) {
    Protos.Labels.Builder labels = Protos.Labels.newBuilder();
    for (String key : keys) {
      labels.addLabels(Protos.Label.newBuilder().setKey(key));
    }
    Resource.Builder labelled = disk(1).toBuilder();
    labelled.getReservationsBuilder(0).setLabels(labels);
    return labelled.build();
  }
}
