package io.proffer.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistentVolumesTest {

  private static final ByteString OPERATION = ByteString.copyFromUtf8("op");

  @TempDir Path directory;

  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
  private Path work;
  private Path disk;
  private PersistentVolumes volumes;

  @BeforeEach
  void open() throws IOException {
    work = Files.createDirectory(directory.resolve("work"));
    disk = Files.createDirectory(directory.resolve("disk"));
    volumes = opened();
  }

  @AfterEach
  void close() {
    volumes.close();
  }

  private PersistentVolumes opened() {
    return PersistentVolumes.open(
        work,
        List.of(Resource.newBuilder().setName("disk").setType(Value.Type.SCALAR).build()),
        new VolumeListener() {
          @Override
          public void prepared(ByteString operation, Optional<String> problem) {
            answers.add(problem);
          }

          @Override
          public void removed(Resource volume, Optional<String> problem) {
            answers.add(problem);
          }
        });
  }

  @Test
  void aVolumeOnTheAgentsDiskIsWhereMesosHasIt() throws Exception {
    volumes.prepare(OPERATION, List.of(volume("v", "eng/web", DiskInfo.Source.newBuilder())));

    assertThat(answer()).isEmpty();
    assertThat(work.resolve("volumes/roles/eng web/v")).isEmptyDirectory();
  }

  @Test
  void aVolumeOnAPathDiskIsBelowItsRoot() throws Exception {
    volumes.prepare(OPERATION, List.of(volume("v", "r1", path())));

    assertThat(answer()).isEmpty();
    assertThat(disk.resolve("volumes/roles/r1/v")).isEmptyDirectory();
  }

  @Test
  void aVolumeOnAMountDiskIsTheDisk() throws Exception {
    Files.createDirectory(disk.resolve("lost+found"));
    Resource volume = volume("v", "r1", mount());

    volumes.prepare(OPERATION, List.of(volume));
    assertThat(answer()).isEmpty();
    Files.writeString(disk.resolve("data"), "42");
    volumes.remove(volume);

    assertThat(answer()).isEmpty();
    assertThat(disk.resolve("data")).doesNotExist();
    assertThat(disk.resolve("lost+found")).isDirectory();
  }

  @Test
  void aDiskThatIsNotThereIsNotMade() throws Exception {
    Files.delete(disk);

    volumes.prepare(OPERATION, List.of(volume("v", "r1", mount())));

    assertThat(answer()).hasValueSatisfying(why -> assertThat(why).contains("not mounted"));
  }

  @Test
  void dataThatIsThereAlreadyIsNotGivenAway() throws Exception {
    Resource volume = volume("v", "r1", DiskInfo.Source.newBuilder());
    Path place = Files.createDirectories(work.resolve("volumes/roles/r1/v"));
    Files.writeString(place.resolve("secret"), "42");

    volumes.prepare(OPERATION, List.of(volume));

    assertThat(answer())
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("Volume 'v' cannot be created: there is data in"));
    assertThat(place.resolve("secret")).exists();
  }

  @Test
  void whatIsRemovedIsGoneAndAnotherVolumeIsEmpty() throws Exception {
    Resource volume = volume("v", "r1", DiskInfo.Source.newBuilder());
    Path kept = Files.createDirectory(directory.resolve("kept"));
    Files.writeString(kept.resolve("file"), "42");
    volumes.prepare(OPERATION, List.of(volume));
    assertThat(answer()).isEmpty();
    Path place = work.resolve("volumes/roles/r1/v");
    Files.writeString(place.resolve("data"), "42");
    Files.createSymbolicLink(place.resolve("out"), kept);

    volumes.remove(volume);
    volumes.prepare(OPERATION, List.of(volume));

    assertThat(answer()).isEmpty();
    assertThat(answer()).isEmpty();
    assertThat(place).isEmptyDirectory();
    assertThat(kept.resolve("file")).exists();
  }

  @Test
  void aVolumeIsRemovedWhileOthersAreBeingDeleted() throws Exception {
    Resource volume = volume("v", "r1", DiskInfo.Source.newBuilder());

    for (int i = 0; i < 200; i++) {
      volumes.prepare(OPERATION, List.of(volume));
      volumes.remove(volume);
    }

    for (int i = 0; i < 400; i++) {
      assertThat(answer()).isEmpty();
    }
  }

  @Test
  void whatAnotherAgentDidNotFinishDeletingIsDeleted() throws Exception {
    volumes.close();
    Path trash = Files.createDirectories(work.resolve("volumes/.destroyed/1/2"));
    Files.writeString(trash.resolve("data"), "42");

    volumes = opened();

    await().untilAsserted(() -> assertThat(trash).doesNotExist());
  }

  private Optional<String> answer() throws InterruptedException {
    Optional<String> answer = answers.poll(10, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer");
    }
    return answer;
  }

  private DiskInfo.Source.Builder path() {
    return DiskInfo.Source.newBuilder()
        .setType(DiskInfo.Source.Type.PATH)
        .setPath(DiskInfo.Source.Path.newBuilder().setRoot(disk.toString()));
  }

  private DiskInfo.Source.Builder mount() {
    return DiskInfo.Source.newBuilder()
        .setType(DiskInfo.Source.Type.MOUNT)
        .setMount(DiskInfo.Source.Mount.newBuilder().setRoot(disk.toString()));
  }

  private static Resource volume(String id, String role, DiskInfo.Source.Builder source) {
    DiskInfo.Builder disk =
        DiskInfo.newBuilder().setPersistence(DiskInfo.Persistence.newBuilder().setId(id));
    if (source.hasType()) {
      disk.setSource(source);
    }
    return Resource.newBuilder()
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(64))
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(role))
        .setDisk(disk)
        .build();
  }
}
