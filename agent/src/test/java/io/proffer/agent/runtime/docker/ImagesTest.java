package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import io.proffer.agent.AgentOptions;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.Signal;
import io.proffer.agent.runtime.RecordingListener;
import io.proffer.agent.runtime.Specs;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.Sandboxes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images from registries: how they are pulled, and when they are removed again. */
class ImagesTest {

  private static DockerClient client;

  @TempDir Path work;

  private final RecordingListener listener = new RecordingListener();
  private final List<String> images = new ArrayList<>();
  private Optional<DockerRuntime> runtime = Optional.empty();
  private Optional<FakeRegistry> registry = Optional.empty();

  @BeforeAll
  static void engine() throws IOException {
    client = TestEngine.require();
  }

  @AfterEach
  void removeAll() {
    listener.started().forEach(c -> runtime.ifPresent(r -> r.remove(c)));
    runtime.ifPresent(DockerRuntime::close);
    registry.ifPresent(FakeRegistry::close);
    for (String image : images) {
      try {
        client.removeImageCmd(image).withForce(true).exec();
      } catch (NotFoundException e) {
        // it was removed, or never there
      }
    }
  }

  private FakeRegistry registry(Optional<String> login) throws IOException {
    registry = Optional.of(FakeRegistry.start(login));
    return registry.get();
  }

  private DockerRuntime open(ImageSettings settings) {
    DockerRuntime opened =
        DockerRuntime.open(
            new DockerSettings(
                AgentOptions.DEFAULT_DOCKER,
                new Sandboxes(new SandboxLayout(work)),
                "127.0.0.1",
                "127.0.0.1:5051",
                false,
                0,
                4,
                settings),
            listener);
    opened.recover(List.of());
    runtime = Optional.of(opened);
    return opened;
  }

  private static ImageSettings settings(RegistryLogins logins, Duration stall) {
    return new ImageSettings(
        logins, Duration.ofSeconds(30), stall, 0, Duration.ofMinutes(1), Set.of());
  }

  private static RegistryLogins config(String registry, String login) {
    String auth = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return RegistryLogins.parse("{\"auths\":{\"" + registry + "\":{\"auth\":\"" + auth + "\"}}}");
  }

  private ContainerSpec launch(String image) {
    images.add(image);
    ContainerSpec spec =
        Specs.of(
            TaskInfo.newBuilder()
                .setContainer(
                    ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.DOCKER)
                        .setDocker(
                            ContainerInfo.DockerInfo.newBuilder()
                                .setImage(image)
                                .setNetwork(ContainerInfo.DockerInfo.Network.NONE))));
    runtime.orElseThrow().launch(spec);
    return spec;
  }

  private boolean isThere(String image) {
    try {
      client.inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  @Test
  void tasksThatWantTheSameImagePullItOnce() throws Exception {
    FakeRegistry from = registry(Optional.empty());
    open(settings(RegistryLogins.none(), Duration.ofSeconds(10)));
    String image = from.add("tests/once", 1 << 20);

    List<ContainerSpec> specs = List.of(launch(image), launch(image), launch(image));

    specs.forEach(s -> listener.awaitStarted(s.id()));
    assertThat(from.asked()).filteredOn(a -> a.contains("/blobs/")).doesNotHaveDuplicates();
  }

  @Test
  void aPrivateRegistryIsToldTheAgentsLogin() throws Exception {
    FakeRegistry from = registry(Optional.of("user:secret"));
    open(settings(config("http://" + from.address(), "user:secret"), Duration.ofSeconds(10)));

    listener.awaitStarted(launch(from.add("tests/private", 10)).id());
  }

  @Test
  void withoutALoginItSaysThatOneIsNeededAndNotWhichThereAre() throws Exception {
    FakeRegistry from = registry(Optional.of("user:secret"));
    open(settings(config("other.example", "user:secret"), Duration.ofSeconds(10)));

    LaunchFailure failure = listener.awaitFailed(launch(from.add("tests/private", 10)).id());

    assertThat(failure.kind()).isEqualTo(LaunchFailure.Kind.IMAGE);
    assertThat(failure.message()).contains("no basic auth credentials").doesNotContain("secret");
  }

  @Test
  void aRegistryThatNeverAnswersIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      open(settings(RegistryLogins.none(), Duration.ofSeconds(1)));

      LaunchFailure failure =
          listener.awaitFailed(launch("127.0.0.1:" + silent.getLocalPort() + "/image:1").id());

      assertThat(failure.kind()).isEqualTo(LaunchFailure.Kind.IMAGE);
      assertThat(failure.message()).contains("cannot be pulled: nothing was heard of it for 1 s");
    }
  }

  @Test
  void whoWaitsForAnImageCanBeCancelledAtOnce() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      open(settings(RegistryLogins.none(), Duration.ofSeconds(20)));
      ContainerSpec spec = launch("127.0.0.1:" + silent.getLocalPort() + "/image:1");
      silent.accept().close();

      runtime.orElseThrow().cancel(spec.id());

      assertThat(listener.awaitFailed(spec.id()).kind()).isEqualTo(LaunchFailure.Kind.CANCELLED);
    }
  }

  @Test
  void whatWasPulledAndIsNotUsedIsPruned() throws Exception {
    FakeRegistry from = registry(Optional.empty());
    DockerRuntime docker = open(settings(RegistryLogins.none(), Duration.ofSeconds(10)));
    String used = from.add("tests/used", 10);
    String unused = from.add("tests/unused", 10);
    String kept = from.add("tests/kept", 10);
    listener.awaitStarted(launch(used).id());
    for (String image : List.of(unused, kept)) {
      ContainerSpec ended = launch(image);
      listener.awaitStarted(ended.id());
      docker.signal(ended.id(), Signal.KILL);
      listener.awaitExited(ended.id());
      docker.remove(ended.id());
    }

    org.awaitility.Awaitility.await()
        .untilAsserted(
            () -> {
              docker.prune(Set.of(kept));
              assertThat(isThere(unused)).isFalse();
            });

    assertThat(isThere(used)).as("in use").isTrue();
    assertThat(isThere(kept)).as("excluded").isTrue();
    assertThat(isThere(TestEngine.IMAGE)).as("pulled by somebody else").isTrue();
  }
}
