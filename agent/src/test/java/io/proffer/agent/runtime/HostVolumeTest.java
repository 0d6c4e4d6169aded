package io.proffer.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.sandbox.SandboxLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.mesos.v1.Protos.Volume;
import org.apache.mesos.v1.Protos.Volume.Source.SandboxPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostVolumeTest {

  @TempDir Path work;

  private ContainerSpec spec = Specs.shell("true");
  private SandboxLayout layout = new SandboxLayout(Path.of("/"));
  private Path sandbox = Path.of("/");

  @BeforeEach
  void group() throws Exception {
    spec =
        new ContainerSpec(
            spec.id(),
            Optional.of(new ContainerId("parent")),
            spec.agent(),
            spec.framework(),
            spec.executor(),
            spec.groupExecutor(),
            spec.work(),
            spec.role());
    layout = new SandboxLayout(work);
    sandbox = Files.createDirectories(layout.sandbox(spec));
  }

  private Optional<HostVolume> resolve(Volume.Builder volume) throws LaunchException {
    return HostVolume.of(
        volume.setMode(Volume.Mode.RW).setContainerPath("inside").build(), spec, layout, sandbox);
  }

  private static Volume.Builder sandboxPath(SandboxPath.Type type, String path) {
    return Volume.newBuilder()
        .setSource(
            Volume.Source.newBuilder()
                .setType(Volume.Source.Type.SANDBOX_PATH)
                .setSandboxPath(SandboxPath.newBuilder().setType(type).setPath(path)));
  }

  private void assertRefused(Volume.Builder volume, String message) {
    assertThatThrownBy(() -> resolve(volume))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPathOfTheParentIsMadeInItsSandbox() throws Exception {
    Path source = resolve(sandboxPath(SandboxPath.Type.PARENT, "a/b")).orElseThrow().source();

    assertThat(source).isEqualTo(layout.run(spec).toRealPath().resolve("a/b")).isDirectory();
  }

  @Test
  void theContainersOfAPodMayMakeTheSameDirectoryAtOnce() throws Exception {
    int racers = 4;
    try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
      for (int round = 0; round < 200; round++) {
        Volume.Builder volume = sandboxPath(SandboxPath.Type.PARENT, "round-" + round);
        CyclicBarrier start = new CyclicBarrier(racers);
        List<Future<Path>> made = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
          made.add(
              threads.submit(
                  () -> {
                    start.await();
                    return resolve(volume.clone()).orElseThrow().source();
                  }));
        }
        for (Future<Path> directory : made) {
          assertThat(directory.get()).isDirectory();
        }
      }
    }
  }

  @Test
  void aPathOfItsOwnIsMadeInTheTasksSandbox() throws Exception {
    assertThat(resolve(sandboxPath(SandboxPath.Type.SELF, "a")).orElseThrow().source())
        .isEqualTo(sandbox.toRealPath().resolve("a"))
        .isDirectory();
  }

  @Test
  void noPathLeadsOutOfTheSandbox() throws Exception {
    assertRefused(sandboxPath(SandboxPath.Type.PARENT, "../x"), "not a path below the sandbox");
    assertRefused(sandboxPath(SandboxPath.Type.PARENT, "/etc"), "not a path below the sandbox");
    Files.createSymbolicLink(layout.run(spec).resolve("link"), Path.of("/etc"));
    assertRefused(sandboxPath(SandboxPath.Type.PARENT, "link"), "leads out of the sandbox");
    assertRefused(sandboxPath(SandboxPath.Type.PARENT, "link/x/made"), "leads out of the sandbox");
    assertThat(Path.of("/etc/x")).doesNotExist();
  }

  @Test
  void aTaskWithoutAGroupHasNoParent() {
    spec = Specs.shell("true");

    assertRefused(sandboxPath(SandboxPath.Type.PARENT, "a"), "has no parent");
  }

  @Test
  void aHostPathMustBeAbsolute() throws Exception {
    Volume.Source.Builder source =
        Volume.Source.newBuilder()
            .setType(Volume.Source.Type.HOST_PATH)
            .setHostPath(Volume.Source.HostPath.newBuilder().setPath("relative"));
    assertRefused(Volume.newBuilder().setSource(source), "must be absolute");

    source.getHostPathBuilder().setPath("/data");
    assertThat(resolve(Volume.newBuilder().setSource(source)).orElseThrow().source())
        .isEqualTo(Path.of("/data"));
  }

  @Test
  void aDockerVolumeIsNoPartOfTheMachine() throws Exception {
    Volume.Source.Builder source =
        Volume.Source.newBuilder()
            .setType(Volume.Source.Type.DOCKER_VOLUME)
            .setDockerVolume(Volume.Source.DockerVolume.newBuilder().setName("v"));

    assertThat(resolve(Volume.newBuilder().setSource(source))).isEmpty();
  }
}
