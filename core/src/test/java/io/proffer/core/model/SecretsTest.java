package io.proffer.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

class SecretsTest {

  private static final Secret SECRET =
      Secret.newBuilder()
          .setType(Secret.Type.VALUE)
          .setValue(Secret.Value.newBuilder().setData(ByteString.copyFromUtf8("hush")))
          .build();

  private static final CommandInfo COMMAND =
      CommandInfo.newBuilder()
          .setValue("run")
          .setEnvironment(
              Environment.newBuilder()
                  .addVariables(Environment.Variable.newBuilder().setName("PLAIN").setValue("seen"))
                  .addVariables(
                      Environment.Variable.newBuilder()
                          .setName("PASSWORD")
                          .setType(Environment.Variable.Type.SECRET)
                          .setSecret(SECRET)))
          .build();

  private static final ContainerInfo CONTAINER =
      ContainerInfo.newBuilder()
          .setType(ContainerInfo.Type.MESOS)
          .addVolumes(
              Volume.newBuilder()
                  .setMode(Volume.Mode.RO)
                  .setContainerPath("key")
                  .setSource(
                      Volume.Source.newBuilder()
                          .setType(Volume.Source.Type.SECRET)
                          .setSecret(SECRET)))
          .build();

  @Test
  void valuesAreHiddenAndAllElseStays() {
    ExecutorInfo executor =
        ExecutorInfo.newBuilder()
            .setExecutorId(ExecutorID.newBuilder().setValue("e"))
            .setCommand(COMMAND)
            .setContainer(CONTAINER)
            .build();

    ExecutorInfo hidden = Secrets.hidden(executor);

    assertThat(hidden.toString()).doesNotContain("hush").contains("PASSWORD", "seen", "key");
    assertThat(hidden.isInitialized()).isTrue();
    assertThat(hidden.getCommand()).isEqualTo(Secrets.hidden(COMMAND));
    assertThat(hidden.getContainer()).isEqualTo(Secrets.hidden(CONTAINER));
  }

  @Test
  void whatHasNoSecretIsLeftAsItIs() {
    CommandInfo plain = CommandInfo.newBuilder().setValue("run").build();
    ExecutorInfo executor =
        ExecutorInfo.newBuilder()
            .setExecutorId(ExecutorID.newBuilder().setValue("e"))
            .setCommand(plain)
            .build();

    assertThat(Secrets.hidden(plain)).isSameAs(plain);
    assertThat(Secrets.hidden(executor)).isSameAs(executor);
  }
}
