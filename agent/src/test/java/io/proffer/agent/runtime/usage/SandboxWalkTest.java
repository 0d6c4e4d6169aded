package io.proffer.agent.runtime.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.runtime.Specs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxWalkTest {

  private static final int MB = 1 << 20;

  @TempDir Path sandbox;

  private long measure(int step) {
    SandboxWalk walk = new SandboxWalk(new FileBlocks(), sandbox);
    while (walk.step(step) == step) {}
    return walk.bytes();
  }

  private void write(String name, int bytes) throws IOException {
    Path file = sandbox.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, new byte[bytes]);
  }

  @Test
  void allFilesOfAllDirectoriesCountHoweverManyStepsItTakes() throws IOException {
    write("a", MB);
    write("b/c/d", MB);
    write("b/e", MB);

    assertThat(measure(1)).isBetween(3L * MB, 3L * MB + 64 * 1024).isEqualTo(measure(1000));
  }

  @Test
  void holesAndSecondNamesAndWhatALinkLeadsToTakeNoRoom(@TempDir Path elsewhere)
      throws IOException {
    write("a", MB);
    Files.createLink(sandbox.resolve("again"), sandbox.resolve("a"));
    Files.write(elsewhere.resolve("large"), new byte[8 * MB]);
    Files.createSymbolicLink(sandbox.resolve("link"), elsewhere);
    try (RandomAccessFile sparse = new RandomAccessFile(sandbox.resolve("s").toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }

    assertThat(measure(100)).isBetween((long) MB, (long) MB + 64 * 1024);
  }

  @Test
  void aSandboxThatIsGoneHoldsNothing() throws IOException {
    Files.delete(sandbox);

    assertThat(measure(10)).isZero();
    Files.createDirectory(sandbox);
  }

  @Test
  void theQuotaIsTheDiskThatIsNoVolume() {
    Resource.Builder volume = Specs.scalar("disk", 100).toBuilder();
    volume.getDiskBuilder().getPersistenceBuilder().setId("v");
    List<Resource> requests =
        List.of(
            Specs.scalar("disk", 3),
            Specs.scalar("disk", 1),
            volume.build(),
            Specs.scalar("mem", 9));

    assertThat(DiskQuota.bytes(new ContainerResources(requests, Map.of()))).contains(4L * MB);
    assertThat(DiskQuota.bytes(new ContainerResources(List.of(), Map.of()))).isEmpty();
    assertThat(DiskQuota.exceeded(6L * MB + 4096, 4L * MB))
        .isEqualTo("Disk usage (6148KB) exceeds quota (4MB)");
  }
}
