package io.proffer.batch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.batch.kernel.Failure;
import io.proffer.batch.kernel.Output;
import io.proffer.batch.kernel.RunView;
import io.proffer.batch.kernel.Workflow;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.sandbox.SandboxFiles.Sandbox;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.sdk.testkit.TaskPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs leave for those that come after them. */
class OutputTest {

  private static final JobId COUNT = new JobId("count");

  private final Map<String, String> files = new HashMap<>();
  private final List<Sandbox> asked = new ArrayList<>();
  private final List<TaskInfo> tasks = new ArrayList<>();
  private final BatchCluster town =
      new BatchCluster(
          task -> {
            tasks.add(task);
            return TaskPlan.finishesAfter(Duration.ofSeconds(5));
          },
          new Attendants(SecretStore.NONE, this::read, Postman.NONE));

  OutputTest() {
    var unused = town.cluster.addAgent("cpus:4;mem:4096;disk:1000");
  }

  private CompletionStage<Output> read(Sandbox sandbox) {
    asked.add(sandbox);
    String job = sandbox.taskId().split("\\.", -1)[0];
    return CompletableFuture.completedFuture(new Output.Text(files.getOrDefault(job, "")));
  }

  private void job(String id, String more) throws Exception {
    town.create(
        BatchCluster.job(
            "{'id':'%s',%s'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}".formatted(id, more)));
  }

  private void start() {
    Parameters given =
        new Parameters(
            Map.of("DAY", "monday"), Optional.empty(), List.of(), Map.of(), Optional.of("token"));
    var unused = town.ask((kernel, now) -> kernel.start(COUNT, given, now));
  }

  private static Map<String, String> env(TaskInfo task) {
    Map<String, String> env = new HashMap<>();
    task.getCommand()
        .getEnvironment()
        .getVariablesList()
        .forEach(variable -> env.put(variable.getName(), variable.getValue()));
    return env;
  }

  private Workflow workflow() {
    return town.ask((kernel, now) -> kernel.workflows(COUNT)).getFirst();
  }

  @Test
  void whatAJobWritesIsInTheVariablesOfTheNext() throws Exception {
    files.put("count", "ROWS=12\n\nNOTE=a=b c\nDAY=sunday\n");
    job("count", "'batch':{'output':true},");
    job("report", "'dependencies':[{'id':'count'}],");
    job("after", "'dependencies':[{'id':'report'}],");
    start();
    town.advance(Duration.ofSeconds(40));

    assertThat(env(tasks.get(0))).containsEntry("PROFFER_OUTPUT", "proffer-output");
    assertThat(env(tasks.get(1)))
        .containsEntry("ROWS", "12")
        .containsEntry("NOTE", "a=b c")
        .containsEntry("DAY", "monday");
    assertThat(env(tasks.get(2))).as("only of those it comes after").doesNotContainKey("ROWS");
    assertThat(workflow().isSuccess()).isTrue();
    assertThat(workflow().outputs().get(COUNT)).containsEntry("ROWS", "12");
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"no line of that form | line 1 is not NAME=VALUE", "1A=2 | line 1", "BIG | 65536"})
  void anOutputThatCannotBeTakenFailsTheRun(String text, String why) throws Exception {
    files.put("count", text.equals("BIG") ? "A=" + "x".repeat(70_000) : text);
    job("count", "'batch':{'output':true},");
    job("report", "'dependencies':[{'id':'count'}],");
    start();
    town.advance(Duration.ofSeconds(20));

    assertThat(tasks).hasSize(1);
    var history = town.ask((kernel, now) -> kernel.view(COUNT, true)).history();
    assertThat(history.failed().getFirst().failure()).isEqualTo(Failure.OUTPUT);
    assertThat(history.failed().getFirst().message()).contains(why);
    assertThat(workflow().node(new JobId("report")).orElseThrow().status())
        .isEqualTo(Workflow.Status.SKIPPED);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
  void eachJobRunsOnceWithItsInputsWhicheverWriteKillsTheFramework(int write) throws Exception {
    files.put("count", "ROWS=12\n");
    town.store.dieAt(write, write % 2 == 0);
    job("count", "'batch':{'output':true},");
    job("report", "'dependencies':[{'id':'count'}],");
    start();
    town.advance(Duration.ofMinutes(5));

    assertThat(town.deaths()).isEqualTo(1);
    assertThat(tasks).hasSize(2);
    assertThat(env(tasks.get(1))).containsEntry("ROWS", "12");
    assertThat(workflow().isSuccess()).isTrue();
  }

  @Test
  void aRunIsNotLaunchedAnewWhileItsOutputIsReadNorForgottenByTheNextProcess() throws Exception {
    CompletableFuture<Output> late = new CompletableFuture<>();
    BatchCluster slow =
        new BatchCluster(
            task -> TaskPlan.finishesAfter(Duration.ofSeconds(5)),
            new Attendants(SecretStore.NONE, sandbox -> late, Postman.NONE));
    var unused = slow.cluster.addAgent("cpus:4;mem:4096;disk:1000");
    slow.create(
        BatchCluster.job(
            "{'id':'count','batch':{'output':true},'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}"));
    slow.create(
        BatchCluster.job(
            "{'id':'next','dependencies':[{'id':'count'}],"
                + "'run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}"));
    RunView run = slow.ask((kernel, now) -> kernel.start(COUNT, Parameters.NONE, now));
    slow.advance(Duration.ofMinutes(5));
    slow.framework.kill();
    slow.framework.start();
    slow.advance(Duration.ofMinutes(5));
    assertThat(slow.launched).hasSize(1);
    assertThat(run).isInstanceOf(RunView.Active.class);
    assertThat(slow.ask((kernel, now) -> kernel.why(kernel.runs().getFirst(), now)).getFirst())
        .contains("what it left for the jobs after it is being read");

    late.complete(new Output.Text(""));
    slow.advance(Duration.ofSeconds(10));
    assertThat(slow.launched).hasSize(2);
  }
}
