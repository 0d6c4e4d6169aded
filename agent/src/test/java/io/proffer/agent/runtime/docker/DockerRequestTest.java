package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.CreateContainerCmd;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerRequestTest {

  private static final DockerSettings SETTINGS =
      new DockerSettings(
          "unix:///nowhere.sock",
          new Sandboxes(new SandboxLayout(Path.of("/agent"))),
          "10.0.0.1",
          "10.0.0.1:5051",
          false,
          0,
          1,
          ImageSettings.defaults());

  @TempDir Path sandbox;

  private final Engine engine = new Engine(SETTINGS.host());
  private final TaskInfo.Builder task =
      TaskInfo.newBuilder()
          .setContainer(
              ContainerInfo.newBuilder()
                  .setType(ContainerInfo.Type.DOCKER)
                  .setDocker(DockerInfo.newBuilder().setImage("image")))
          .setCommand(CommandInfo.newBuilder().setValue("run this"));

  @AfterEach
  void close() {
    engine.close();
  }

  private CreateContainerCmd request() throws LaunchException {
    CreateContainerCmd create = engine.create("image");
    new DockerRequest(SETTINGS, Specs.of(task), sandbox, Optional.empty()).fill(create);
    return create;
  }

  private DockerInfo.Builder docker() {
    return task.getContainerBuilder().getDockerBuilder();
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::request)
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aShellReplacesTheEntryPoint() throws LaunchException {
    assertThat(request().getEntrypoint()).containsExactly("/bin/sh");
    assertThat(request().getCmd()).containsExactly("-c", "run this");
  }

  @Test
  void withoutACommandTheImagesOwnIsRun() throws LaunchException {
    task.setCommand(CommandInfo.newBuilder().setShell(false));

    assertThat(request().getEntrypoint()).isNull();
    assertThat(request().getCmd()).isNull();
  }

  @Test
  void aShellWithoutACommandIsRefused() {
    task.setCommand(CommandInfo.newBuilder().setShell(true));

    assertRefused("run by a shell, but has no value");
  }

  @Test
  void theNetworkIsTheHostsUnlessSaidOtherwise() throws LaunchException {
    assertThat(request().getHostConfig().getNetworkMode()).isEqualTo("host");
    assertThat(request().getEnv()).contains("MESOS_CONTAINER_IP=10.0.0.1");

    docker().setNetwork(DockerInfo.Network.BRIDGE);
    assertThat(request().getHostConfig().getNetworkMode()).isEqualTo("bridge");
    assertThat(request().getEnv()).noneMatch(e -> e.startsWith("MESOS_CONTAINER_IP="));
  }

  @Test
  void aUserNetworkNeedsItsName() throws LaunchException {
    docker().setNetwork(DockerInfo.Network.USER);
    assertRefused("network USER needs a network_infos entry");

    task.getContainerBuilder().addNetworkInfos(NetworkInfo.newBuilder().setName("mine"));
    assertThat(request().getHostConfig().getNetworkMode()).isEqualTo("mine");
  }

  @Test
  void portsNeedANetworkOfTheContainersOwn() {
    docker().addPortMappings(port("tcp"));

    assertRefused("port mappings need network BRIDGE or USER");
  }

  @Test
  void aPortsProtocolIsChecked() {
    task.addResources(
        Specs.scalar("ports", 0).toBuilder()
            .setType(Value.Type.RANGES)
            .clearScalar()
            .setRanges(
                Value.Ranges.newBuilder()
                    .addRange(Value.Range.newBuilder().setBegin(31000).setEnd(31000))));
    docker().setNetwork(DockerInfo.Network.BRIDGE).addPortMappings(port("smoke"));

    assertRefused("protocol 'smoke'");
  }

  private static DockerInfo.PortMapping.Builder port(String protocol) {
    return DockerInfo.PortMapping.newBuilder()
        .setHostPort(31000)
        .setContainerPort(80)
        .setProtocol(protocol);
  }

  @Test
  void aHostnameNeedsANetworkOfItsOwn() {
    task.getContainerBuilder().setHostname("h");

    assertRefused("cannot have a hostname");
  }

  @Test
  void theSandboxIsAlwaysMounted() throws LaunchException {
    assertThat(request().getHostConfig().getBinds())
        .extracting(Object::toString)
        .containsExactly(sandbox + ":/mnt/mesos/sandbox:rw");
    assertThat(request().getEnv()).contains("MESOS_SANDBOX=/mnt/mesos/sandbox");
  }

  @Test
  void relativePathsOfAVolumeAreInTheSandbox() throws LaunchException {
    task.getContainerBuilder()
        .addVolumes(
            Volume.newBuilder()
                .setHostPath("/host")
                .setContainerPath("inside")
                .setMode(Volume.Mode.RO))
        .addVolumes(
            Volume.newBuilder()
                .setHostPath("mine")
                .setContainerPath("/abs")
                .setMode(Volume.Mode.RW));

    assertThat(request().getHostConfig().getBinds())
        .extracting(Object::toString)
        .startsWith("/host:/mnt/mesos/sandbox/inside:ro", sandbox + "/mine:/abs:rw");
  }

  @Test
  void aVolumeOfNothingIsRefused() {
    task.getContainerBuilder()
        .addVolumes(Volume.newBuilder().setContainerPath("/x").setMode(Volume.Mode.RW));

    assertRefused("it can have host paths, sandbox paths and Docker volumes");
  }

  @Test
  void limitsAreWhatTheTaskRequestsUnlessItSaysMore() throws LaunchException {
    task.addResources(Specs.scalar("cpus", 0.5)).addResources(Specs.scalar("mem", 64));
    assertThat(request().getHostConfig().getMemory()).isEqualTo(64L << 20);
    assertThat(request().getHostConfig().getCpuShares()).isEqualTo(512);
    assertThat(request().getHostConfig().getCpuQuota()).isNull();

    task.putLimits("mem", Value.Scalar.newBuilder().setValue(128).build());
    task.putLimits("cpus", Value.Scalar.newBuilder().setValue(2).build());
    assertThat(request().getHostConfig().getMemory()).isEqualTo(128L << 20);
    assertThat(request().getHostConfig().getMemoryReservation()).isEqualTo(64L << 20);
    assertThat(request().getHostConfig().getCpuQuota()).isEqualTo(200_000);

    task.putLimits("mem", Value.Scalar.newBuilder().setValue(Double.POSITIVE_INFINITY).build());
    assertThat(request().getHostConfig().getMemory()).isNull();
  }

  @Test
  void everyKnownParameterTakesASensibleValue() throws LaunchException {
    String[][] values = {
      {"add-host", "a:10.0.0.2"},
      {"blkio-weight", "300"},
      {"cap-add", "net_admin"},
      {"cap-drop", "CAP_CHOWN"},
      {"cgroup-parent", "/x"},
      {"cpu-period", "100000"},
      {"cpu-quota", "50000"},
      {"cpu-shares", "100"},
      {"cpuset-cpus", "0-1"},
      {"cpuset-mems", "0"},
      {"device", "/dev/null:/dev/n:rwm"},
      {"dns", "1.1.1.1"},
      {"dns-opt", "ndots:1"},
      {"dns-option", "ndots:2"},
      {"dns-search", "example.com"},
      {"entrypoint", "/e"},
      {"env", "A=b"},
      {"group-add", "audio"},
      {"hostname", "h"},
      {"init", "true"},
      {"ip", "10.0.0.9"},
      {"ipc", "host"},
      {"label", "a=b"},
      {"log-driver", "json-file"},
      {"log-opt", "max-size=1m"},
      {"mac-address", "02:42:ac:11:00:02"},
      {"memory", "512m"},
      {"memory-reservation", "1g"},
      {"memory-swap", "-1"},
      {"memory-swappiness", "10"},
      {"net", "none"},
      {"net-alias", "n"},
      {"network", "bridge"},
      {"network-alias", "m"},
      {"oom-kill-disable", "false"},
      {"oom-score-adj", "100"},
      {"no-healthcheck", "true"},
      {"pid", "host"},
      {"pids-limit", "64"},
      {"privileged", "true"},
      {"publish", "8080:80"},
      {"read-only", ""},
      {"rm", "true"},
      {"runtime", "runc"},
      {"security-opt", "no-new-privileges"},
      {"shm-size", "64m"},
      {"stop-signal", "SIGINT"},
      {"storage-opt", "size=1G"},
      {"sysctl", "net.core.somaxconn=1024"},
      {"tmpfs", "/run:size=1m"},
      {"ulimit", "nofile=1:2"},
      {"user", "1:1"},
      {"userns", "host"},
      {"uts", "host"},
      {"volume", "/a:/b"},
      {"volume-driver", "local"},
      {"volumes-from", "other"},
      {"workdir", "/w"},
    };
    for (String[] value : values) {
      docker().addParameters(Parameter.newBuilder().setKey(value[0]).setValue(value[1]));
    }

    CreateContainerCmd create = request();

    assertThat(ParameterOptions.all().keySet())
        .containsExactlyInAnyOrderElementsOf(
            java.util.Arrays.stream(values).map(v -> v[0]).toList());
    assertThat(create.getEntrypoint()).containsExactly("/e");
    assertThat(create.getStopSignal()).isEqualTo("SIGINT");
    assertThat(create.getHostConfig().getMemory()).isEqualTo(512L << 20);
    assertThat(create.getHostConfig().getMemorySwap()).isEqualTo(-1);
    assertThat(create.getHostConfig().getNetworkMode()).isEqualTo("bridge");
    assertThat(Objects.requireNonNull(create.getHostConfig().getUlimits())).hasSize(1);
    assertThat(create.getHostConfig().getPrivileged()).isTrue();
  }

  @Test
  void aParametersBadValueIsSaid() {
    docker().addParameters(Parameter.newBuilder().setKey("cpu-shares").setValue("lots"));

    assertRefused("docker parameter 'cpu-shares' cannot be 'lots'");
  }

  @Test
  void imageNamesAreTakenApartAsDockerDoes() {
    assertThat(ImageName.parse("busybox")).isEqualTo(new ImageName("busybox", "latest"));
    assertThat(ImageName.parse("r:5000/a/b")).isEqualTo(new ImageName("r:5000/a/b", "latest"));
    assertThat(ImageName.parse("r:5000/a:1")).isEqualTo(new ImageName("r:5000/a", "1"));
    assertThat(ImageName.parse("a@sha256:ff")).isEqualTo(new ImageName("a", "sha256:ff"));
  }

  @Test
  void theEngineIsNotToLookAtTheTask() throws LaunchException {
    assertThat(request().getHealthcheck().getTest()).containsExactly("NONE");
  }

  @Test
  void itHasTheGpusItWasGivenAndNoOthers() throws LaunchException {
    assertThat(request().getHostConfig().getDeviceRequests()).isNull();

    CreateContainerCmd create = engine.create("image");
    new DockerRequest(
            SETTINGS, Specs.of(task).withGpus(List.of("1", "3")), sandbox, Optional.empty())
        .fill(create);

    assertThat(create.getHostConfig().getDeviceRequests())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.getDeviceIds()).containsExactly("1", "3");
              assertThat(d.getCount()).isNull();
              assertThat(d.getCapabilities()).containsExactly(List.of("gpu"));
            });
  }
}
