package io.proffer.sdk;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.core.model.Resources;
import io.proffer.sdk.internal.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;

/** What is asked of a builder is what the master is sent. */
class TaskBuilderTest {

  @Test
  void aLineRunsInAShellWithModestResources() {
    TaskInfo info = launch(task("t").command("echo hello"));

    assertThat(info.getTaskId().getValue()).isEqualTo("t");
    assertThat(info.getName()).isEqualTo("t");
    assertThat(info.getAgentId().getValue()).isEqualTo("a1");
    assertThat(info.getCommand().getShell()).isTrue();
    assertThat(info.getCommand().getValue()).isEqualTo("echo hello");
    assertThat(info.hasContainer()).isFalse();
    assertThat(Resources.of(info.getResourcesList())).hasToString("cpus:0.1; mem:32");
  }

  @Test
  void aProgramRunsWithItsArguments() {
    TaskInfo info = launch(task("t").program("/bin/echo", "hello", "you"));

    assertThat(info.getCommand().getShell()).isFalse();
    assertThat(info.getCommand().getValue()).isEqualTo("/bin/echo");
    assertThat(info.getCommand().getArgumentsList()).containsExactly("/bin/echo", "hello", "you");
  }

  @Test
  void inAnImageAProgramIsNamedOnce() {
    TaskInfo before = launch(task("t").image("busybox").program("sleep", "300"));
    TaskInfo after = launch(task("t").program("sleep", "300").image("busybox"));

    assertThat(before.getCommand().getValue()).isEqualTo("sleep");
    assertThat(before.getCommand().getArgumentsList()).containsExactly("300");
    assertThat(after.getCommand()).isEqualTo(before.getCommand());
  }

  @Test
  void anImageRunsWhatItSays() {
    TaskInfo info = launch(task("t").image("nginx"));

    assertThat(info.getContainer().getType()).isEqualTo(ContainerInfo.Type.DOCKER);
    assertThat(info.getContainer().getDocker().getImage()).isEqualTo("nginx");
    assertThat(info.getContainer().getDocker().getNetwork()).isEqualTo(DockerInfo.Network.HOST);
    assertThat(info.getCommand().getShell()).isFalse();
    assertThat(info.getCommand().hasValue()).isFalse();
  }

  @Test
  void aTaskLearnsItsPorts() {
    TaskInfo info = launch(task("t").command("true").port("http").port("admin-api"));

    assertThat(environment(info))
        .containsEntry("PORT0", "31000")
        .containsEntry("PORT_HTTP", "31000")
        .containsEntry("PORT1", "31001")
        .containsEntry("PORT_ADMIN_API", "31001");
    assertThat(info.getDiscovery().getPorts().getPortsList())
        .extracting(port -> port.getName() + ":" + port.getNumber())
        .containsExactly("http:31000", "admin-api:31001");
  }

  @Test
  void aContainersPortIsReachedThroughOneOfTheAgent() {
    TaskInfo info = launch(task("t").image("nginx").port("http", 80));

    DockerInfo docker = info.getContainer().getDocker();
    assertThat(docker.getNetwork()).isEqualTo(DockerInfo.Network.BRIDGE);
    assertThat(docker.getPortMappingsList())
        .extracting(mapping -> mapping.getHostPort() + "->" + mapping.getContainerPort())
        .containsExactly("31000->80");
    assertThat(environment(info)).containsEntry("PORT_HTTP", "80");
  }

  @Test
  void theRestIsThereToo() {
    TaskInfo info =
        launch(
            task("t")
                .command("true")
                .name("pretty")
                .user("nobody")
                .fetch("http://example/a.tgz")
                .env("A", "1")
                .env("A", "2")
                .label("k", "v")
                .diskMb(10)
                .killGrace(Duration.ofSeconds(7))
                .maxRunTime(Duration.ofMinutes(1)));

    assertThat(info.getName()).isEqualTo("pretty");
    assertThat(info.getCommand().getUser()).isEqualTo("nobody");
    assertThat(info.getCommand().getUris(0).getValue()).isEqualTo("http://example/a.tgz");
    assertThat(environment(info)).isEqualTo(Map.of("A", "2"));
    assertThat(info.getLabels().getLabels(0).getKey()).isEqualTo("k");
    assertThat(Resources.of(info.getResourcesList()).scalar("disk")).isEqualTo(10);
    assertThat(info.getKillPolicy().getGracePeriod().getNanoseconds()).isEqualTo(7_000_000_000L);
    assertThat(info.getMaxCompletionTime().getNanoseconds()).isEqualTo(60_000_000_000L);
  }

  @Test
  void aBuilderIsATemplateThatDoesNotChange() {
    TaskBuilder template = task("web").command("./serve");

    TaskBuilder first = template.id("web-1").env("A", "1");
    TaskBuilder second = template.id("web-2");

    assertThat(template.id()).isEqualTo("web");
    assertThat(environment(launch(first))).containsEntry("A", "1");
    assertThat(environment(launch(second))).isEmpty();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task(""))
        .withMessageContaining("task id");
    assertThatIllegalArgumentException().isThrownBy(() -> task("a/b"));
    assertThatIllegalArgumentException().isThrownBy(() -> task("..")).withMessageContaining("'..'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task("t").cpus(0))
        .withMessage("task t cannot have 0.0 cpus: use 0.001 to 1e9");
    assertThatIllegalArgumentException().isThrownBy(() -> task("t").memMb(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> task("t").port("1"));
    assertThatIllegalArgumentException().isThrownBy(() -> task("t").port("http", 0));
    assertThatThrownBy(() -> launch(task("t")))
        .hasMessage("task t has nothing to run: give it a command, a program or an image");
    assertThatThrownBy(() -> launch(task("t").command("true").port("http", 80)))
        .hasMessage("task t maps port 80 of a container but has no image");
  }

  private static TaskInfo launch(TaskBuilder task) {
    Placement placement = Offers.of(List.of(Samples.offer("o1", "a1"))).launch(task);
    assertThat(placement).isInstanceOf(Placement.Placed.class);
    return ((Placement.Placed) placement).info();
  }

  private static Map<String, String> environment(TaskInfo info) {
    return info.getCommand().getEnvironment().getVariablesList().stream()
        .collect(Collectors.toMap(Environment.Variable::getName, Environment.Variable::getValue));
  }
}
