package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.batch.json.JobWriter;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

/** Secrets, GPUs and volumes of tasks. */
class SecretTest {

  private static final String JOB =
      """
      {'id': 'report', 'run': {'cmd': 'x', 'cpus': 1, 'mem': 32, 'disk': 0, 'gpus': 1,
       'secrets': {'pw': {'source': 'db/password'}, 'key': {'source': 'tls'}},
       'env': {'PASSWORD': {'secret': 'pw'}, 'PLAIN': 'text'},
       'volumes': [{'containerPath': 'tls/key', 'secret': 'key'},
                   {'containerPath': 'data', 'hostPath': '/srv/data', 'mode': 'RO'}]}}
      """;

  private final List<TaskInfo> tasks = new ArrayList<>();
  private final BatchCluster town =
      new BatchCluster(
          task -> {
            tasks.add(task);
            return TaskPlan.finishesAfter(Duration.ofSeconds(5));
          },
          new Attendants(
              source ->
                  source.equals("db/password")
                      ? Optional.of(ByteString.copyFromUtf8("sesame"))
                      : Optional.empty(),
              OutputSource.NONE,
              Postman.NONE));

  SecretTest() {
    var unused = town.cluster.addAgent("cpus:2;mem:1024;disk:1000;gpus:1");
  }

  @Test
  void aTaskIsLaunchedWithItsSecretsAndNothingThatIsKeptHasThem() throws Exception {
    Job job = BatchCluster.job(JOB);
    town.create(job);
    var unused = town.start("token");
    town.advance(Duration.ofSeconds(5));

    TaskInfo task = tasks.getFirst();
    Environment.Variable password = variable(task, "PASSWORD");
    assertThat(password.getSecret().getValue().getData().toStringUtf8()).isEqualTo("sesame");
    assertThat(variable(task, "PLAIN").getValue()).isEqualTo("text");
    Volume key = task.getContainer().getVolumes(1);
    assertThat(key.getSource().getSecret().getReference().getName())
        .as("what is not there stays a name, which the agent refuses")
        .isEqualTo("tls");
    assertThat(JobWriter.write(job).toString())
        .contains("\"PASSWORD\":{\"secret\":\"pw\"}")
        .doesNotContain("sesame");
  }

  @Test
  void aTaskWithoutAnImageHasVolumesAndGpus() throws Exception {
    town.create(BatchCluster.job(JOB));
    var unused = town.start("token");
    town.advance(Duration.ofSeconds(5));

    ContainerInfo container = tasks.getFirst().getContainer();
    assertThat(container.getType()).isEqualTo(ContainerInfo.Type.MESOS);
    assertThat(container.getVolumes(0).getHostPath()).isEqualTo("/srv/data");
    assertThat(container.getVolumes(0).getMode()).isEqualTo(Volume.Mode.RO);
    assertThat(tasks.getFirst().getResourcesList())
        .anyMatch(r -> r.getName().equals("gpus") && r.getScalar().getValue() == 1);
  }

  @Test
  void aVariableThatARunIsStartedWithTakesTheSecretsPlaceAlsoForTheNextProcess() throws Exception {
    town.create(BatchCluster.job(JOB));
    Parameters plain =
        new Parameters(
            Map.of("PASSWORD", "other"), Optional.empty(), List.of(), Map.of(), Optional.empty());
    var unused = town.ask((kernel, now) -> kernel.start(BatchCluster.JOB, plain, now));
    town.framework.kill();
    town.framework.start();
    town.advance(Duration.ofSeconds(20));

    assertThat(variable(tasks.getFirst(), "PASSWORD").getValue()).isEqualTo("other");
    assertThat(town.history().successCount()).isEqualTo(1);
  }

  @Test
  void theTasksOfAGangHaveTheirSecretsAlsoOnOffersThatWereKept() throws Exception {
    var unused = town.cluster.addAgent("cpus:2;mem:1024;disk:1000");
    String run = "'run':{%s'cmd':'x','cpus':%d,'mem':32,'disk':0}";
    town.create(BatchCluster.job("{'id':'filler'," + run.formatted("", 2) + "}"));
    String secret = "'secrets':{'pw':{'source':'db/password'}},'env':{'PASSWORD':{'secret':'pw'}},";
    town.create(
        BatchCluster.job(
            "{'id':'report','batch':{'gang':{'size':3}}," + run.formatted(secret, 1) + "}"));
    JobId filler = new JobId("filler");
    var unused2 = town.ask((kernel, now) -> kernel.start(filler, Parameters.NONE, now));
    town.cluster.advanceUntil(() -> tasks.size() == 1, Duration.ofMinutes(1));
    var unused3 = town.start("token");
    town.advance(Duration.ofSeconds(60));

    List<TaskInfo> gang = tasks.stream().filter(task -> task.getName().equals("report")).toList();
    assertThat(gang)
        .hasSize(3)
        .allSatisfy(
            task ->
                assertThat(variable(task, "PASSWORD").getSecret().getValue().getData())
                    .isEqualTo(ByteString.copyFromUtf8("sesame")));
  }

  private static Environment.Variable variable(TaskInfo task, String name) {
    return task.getCommand().getEnvironment().getVariablesList().stream()
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
