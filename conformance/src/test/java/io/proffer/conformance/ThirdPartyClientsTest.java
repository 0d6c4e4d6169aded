package io.proffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote, at a real master and agent. */
class ThirdPartyClientsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TIMEOUT_S = "90";

  private static LocalCluster cluster;

  @BeforeAll
  static void start(@TempDir Path workDir) throws IOException {
    cluster = LocalCluster.start(workDir);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void aSchedulerMadeWithMesosFrameworkRunsItsTasksToTheEndsItExpects() throws Exception {
    NodeProgram.Outcome outcome =
        NodeProgram.install("mesos-framework").run("scheduler.mjs", environment(), PATIENCE);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("PASS mesos-framework: 6 tasks");
    assertThat(endsOfCompletedFramework())
        .containsEntry("TASK_FINISHED", 4)
        .containsEntry("TASK_FAILED", 1)
        .containsEntry("TASK_KILLED", 1)
        .hasSize(3);
  }

  @Test
  void theClientOfTheDcosUserInterfaceSeesAFrameworkFromItsBeginningToItsEnd() throws Exception {
    NodeProgram framework = NodeProgram.install("mesos-framework");
    Map<String, String> environment = environment();
    environment.put(
        "FRAMEWORK",
        "exec node --no-deprecation '%s'".formatted(framework.script("scheduler.mjs")));

    NodeProgram.Outcome outcome =
        NodeProgram.install("dcos-mesos-client").run("operator.mjs", environment, PATIENCE);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("PASS @dcos/mesos-client")
        .contains("SUBSCRIBED", "FRAMEWORK_ADDED", "TASK_ADDED", "TASK_UPDATED")
        .contains("FRAMEWORK_REMOVED");
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("MESOS_MASTER", cluster.masterUrl());
    environment.put("TIMEOUT_S", TIMEOUT_S);
    return environment;
  }

  /** How the tasks of the framework that ended last ended, as the master tells it afterwards. */
  private static Map<String, Integer> endsOfCompletedFramework() throws IOException {
    JsonNode frameworks =
        new ObjectMapper()
            .readTree(
                Http.ask(cluster.masterAddress(), "GET", "/frameworks", List.of(), new byte[0])
                    .body()
                    .toByteArray());
    JsonNode completed = frameworks.get("completed_frameworks");
    Map<String, Integer> ends = new TreeMap<>();
    for (JsonNode task : completed.get(completed.size() - 1).get("completed_tasks")) {
      ends.merge(task.get("state").textValue(), 1, Integer::sum);
    }
    return ends;
  }
}
