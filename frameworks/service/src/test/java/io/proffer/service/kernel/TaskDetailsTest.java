package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.frameworks.common.secret.RevealedTask;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.LinuxInfo;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What apps say of their tasks is what agents are told. */
class TaskDetailsTest {

  private final Town town = new Town();

  @BeforeEach
  void begin() {
    town.agent("a1", "cpus:10;mem:10000;gpus:2;ports:[31000-31009]", "");
  }

  private TaskInfo launched(String app) {
    town.create(app);
    town.settle();
    return town.tasks.values().iterator().next();
  }

  private static double scalar(Iterable<org.apache.mesos.v1.Protos.Resource> all, String name) {
    double sum = 0;
    for (var resource : all) {
      sum += resource.getName().equals(name) ? resource.getScalar().getValue() : 0;
    }
    return sum;
  }

  @Test
  void limitsAndGpusAndATerminal() {
    TaskInfo task =
        launched(
            "{'id':'/web','cmd':'x','cpus':1,'gpus':2,'tty':true,"
                + "'resourceLimits':{'cpus':2,'mem':'unlimited'}}");

    assertThat(scalar(task.getResourcesList(), "gpus")).isEqualTo(2);
    assertThat(task.getLimitsOrThrow("cpus").getValue()).isEqualTo(2);
    assertThat(task.getLimitsOrThrow("mem").getValue()).isInfinite();
    assertThat(task.getContainer().hasTtyInfo()).isTrue();
  }

  @Test
  void secretsAreNamedAndThenRevealed() {
    TaskInfo task =
        launched(
            "{'id':'/web','secrets':{'pw':{'source':'db/pw'},'login':{'source':'reg'},"
                + "'lost':{'source':'lost'}},'env':{'P':{'secret':'pw'}},'container':{"
                + "'type':'MESOS','docker':{'image':'i','pullConfig':{'secret':'login'}},"
                + "'volumes':[{'containerPath':'f','secret':'lost'}]}}");
    TaskInfo revealed =
        new RevealedTask(
                source ->
                    source.equals("lost")
                        ? Optional.empty()
                        : Optional.of(ByteString.copyFromUtf8("value of " + source)))
            .of(task);

    Secret variable =
        revealed.getCommand().getEnvironment().getVariablesList().stream()
            .filter(v -> v.getName().equals("P"))
            .findFirst()
            .orElseThrow()
            .getSecret();
    assertThat(variable.getValue().getData().toStringUtf8()).isEqualTo("value of db/pw");
    assertThat(
            revealed
                .getContainer()
                .getMesos()
                .getImage()
                .getDocker()
                .getConfig()
                .getValue()
                .getData()
                .toStringUtf8())
        .isEqualTo("value of reg");
    Volume file = revealed.getContainer().getVolumes(0);
    assertThat(file.getSource().getSecret().getReference().getName()).isEqualTo("lost");
  }

  @Test
  void executorsOfOnesOwnHaveTheirResources() {
    TaskInfo task =
        launched(
            "{'id':'/web','cmd':'a b','cpus':1,'executor':'/opt/run',"
                + "'executorResources':{'cpus':0.5,'mem':64,'disk':0}}");

    assertThat(task.hasCommand()).isFalse();
    assertThat(task.getExecutor().getCommand().getValue())
        .isEqualTo("chmod ug+rx '/opt/run' && exec '/opt/run' a b");
    assertThat(scalar(task.getExecutor().getResourcesList(), "cpus")).isEqualTo(0.5);
    assertThat(scalar(task.getResourcesList(), "cpus")).isEqualTo(1);
  }

  @Test
  void checksAndKernelAndVolumesOfTheEngine() {
    TaskInfo task =
        launched(
            "{'id':'/web','container':{'docker':{'image':'i'},'linuxInfo':{'ipcInfo':"
                + "{'mode':'PRIVATE','shmSize':64}},'volumes':[{'containerPath':'/d','external':"
                + "{'name':'n','provider':'dvdi','size':5,'options':"
                + "{'dvdi/driver':'d','dvdi/type':'ssd'}}}]},"
                + "'check':{'exec':{'command':{'shell':'true'}},'intervalSeconds':5},"
                + "'healthChecks':[{'protocol':'TCP'},{'protocol':'MESOS_HTTP'}]}");

    assertThat(task.getCheck().getType()).isEqualTo(CheckInfo.Type.COMMAND);
    assertThat(task.getCheck().getIntervalSeconds()).isEqualTo(5);
    assertThat(task.getHealthCheck().getType()).isEqualTo(HealthCheck.Type.HTTP);
    assertThat(task.getContainer().getLinuxInfo().getIpcMode())
        .isEqualTo(LinuxInfo.IpcMode.PRIVATE);
    Volume.Source.DockerVolume volume =
        task.getContainer().getVolumes(0).getSource().getDockerVolume();
    assertThat(volume.getName() + " " + volume.getDriver()).isEqualTo("n d");
    assertThat(volume.getDriverOptions().getParameterList())
        .extracting(p -> p.getKey() + "=" + p.getValue())
        .containsExactly("size=5", "type=ssd");
  }
}
