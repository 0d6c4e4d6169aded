package io.proffer.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.sandbox.SecretFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsRuntimeTest {

  private final List<ContainerSpec> recovered = new ArrayList<>();

  @TempDir Path directory;

  /** Keeps what it is to find again. */
  private final class Recording extends ForwardingRuntime {
    private final ContainerRuntime nothing = new NoRuntime();

    @Override
    protected ContainerRuntime next() {
      return nothing;
    }

    @Override
    public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
      launched.forEach(c -> recovered.add(c.spec()));
      return List.of();
    }
  }

  private ContainerSpec recover(TaskInfo.Builder task) {
    ContainerSpec spec = Specs.of(task);
    new SecretsRuntime(
            l -> new Recording(),
            new RecordingListener(),
            new SecretFiles(new SandboxLayout(directory)),
            s -> Optional.empty())
        .recover(List.of(new LaunchedContainer(spec, Optional.empty())));
    return recovered.getLast();
  }

  private static Secret value(String text) {
    return Secret.newBuilder()
        .setType(Secret.Type.VALUE)
        .setValue(Secret.Value.newBuilder().setData(ByteString.copyFromUtf8(text)))
        .build();
  }

  private static TaskInfo.Builder knowing(Secret secret) {
    return TaskInfo.newBuilder()
        .setCommand(
            CommandInfo.newBuilder()
                .setValue("serve")
                .setEnvironment(
                    Environment.newBuilder()
                        .addVariables(
                            Environment.Variable.newBuilder()
                                .setName("PASSWORD")
                                .setType(Environment.Variable.Type.SECRET)
                                .setSecret(secret))));
  }

  private static Environment.Variable password(ContainerSpec spec) {
    return spec.command().getEnvironment().getVariables(0);
  }

  @Test
  void whatRunsBesideAProcessHasItsSecretVariablesAfterARestart() {
    ContainerSpec after = recover(knowing(value("sesame")));

    assertThat(password(after).getType()).isEqualTo(Environment.Variable.Type.VALUE);
    assertThat(password(after).getValue()).isEqualTo("sesame");
    assertThat(password(after).hasSecret()).isFalse();
  }

  @Test
  void theFilesOfAProcessAreNotWrittenAgain() {
    ContainerInfo container =
        ContainerInfo.newBuilder()
            .setType(ContainerInfo.Type.MESOS)
            .addVolumes(
                Volume.newBuilder()
                    .setContainerPath("key")
                    .setMode(Volume.Mode.RW)
                    .setSource(
                        Volume.Source.newBuilder()
                            .setType(Volume.Source.Type.SECRET)
                            .setSecret(value("k"))))
            .build();

    ContainerSpec after = recover(knowing(value("sesame")).setContainer(container));

    assertThat(after.container()).isEqualTo(container);
    assertThat(password(after).getValue()).isEqualTo("sesame");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aContainerOfAnEngineHasItsVariablesThere() {
    ContainerInfo container =
        ContainerInfo.newBuilder()
            .setType(ContainerInfo.Type.DOCKER)
            .setDocker(ContainerInfo.DockerInfo.newBuilder().setImage("busybox"))
            .build();
    ContainerInfo mesos =
        ContainerInfo.newBuilder()
            .setType(ContainerInfo.Type.MESOS)
            .setMesos(
                ContainerInfo.MesosInfo.newBuilder()
                    .setImage(
                        Image.newBuilder()
                            .setType(Image.Type.DOCKER)
                            .setDocker(Image.Docker.newBuilder().setName("busybox"))))
            .build();

    for (ContainerInfo image : List.of(container, mesos)) {
      TaskInfo.Builder task = knowing(value("sesame")).setContainer(image);

      assertThat(password(recover(task)).getSecret()).isEqualTo(value("sesame"));
    }
  }

  @Test
  void aSecretThatCannotBeRevealedAnyMoreDoesNotHinderRecovery() {
    Secret lost =
        Secret.newBuilder()
            .setType(Secret.Type.REFERENCE)
            .setReference(Secret.Reference.newBuilder().setName("vault"))
            .build();

    assertThat(password(recover(knowing(lost))).getSecret()).isEqualTo(lost);
  }
}
