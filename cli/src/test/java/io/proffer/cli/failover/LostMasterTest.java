package io.proffer.cli.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.client.MasterClient;
import io.proffer.cli.client.MasterUrl;
import io.proffer.core.coordination.EmbeddedZooKeeper;
import io.proffer.core.coordination.ZooKeeperClients;
import io.proffer.core.coordination.ZooKeeperLocation;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Masters and agents as they are run, each in a process of its own, and masters that are killed
 * under running tasks.
 */
class LostMasterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PATH = "/proffer";

  @TempDir private Path dir;
  private final List<Daemon> daemons = new ArrayList<>();
  private final OnDemand scheduler = new OnDemand();
  private final List<AutoCloseable> others = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable other : others.reversed()) {
      other.close();
    }
    daemons.reversed().forEach(Daemon::close);
    if (Files.exists(pidFile())) {
      ProcessHandle.of(pidOfTheTask()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void anotherMasterLeadsAndTasksAndFrameworksGoOn() throws Exception {
    EmbeddedZooKeeper server = EmbeddedZooKeeper.start(dir.resolve("zk"), 0);
    others.add(server);
    ZooKeeperLocation zooKeeper = server.location(PATH);
    List<Daemon> masters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "master-" + i;
      masters.add(master(name, "--port=0", "--work-dir=" + dir.resolve(name), "--zk=" + zooKeeper));
    }
    agent(zooKeeper.toString());
    daemons.forEach(Daemon::awaitReady);
    RunningFramework framework = framework(zooKeeper.toString());
    givenATaskRuns(framework);

    int first = announced(zooKeeper).orElseThrow();
    Daemon leader =
        masters.stream().filter(m -> m.port("master") == first).findFirst().orElseThrow();
    leader.killHard();

    int second =
        await("another leader")
            .atMost(PATIENCE)
            .ignoreExceptions() // a node that goes between being listed and being read
            .until(() -> announced(zooKeeper), now -> now.isPresent() && now.get() != first)
            .orElseThrow();
    thenTheTaskRunsOn(second);
    thenTheFrameworkGoesOn(framework);
  }

  @Test
  void aMasterThatIsStartedAgainGetsItsClusterBack() throws Exception {
    int port = freePort();
    String[] flags = {"--port=" + port, "--work-dir=" + dir.resolve("master")};
    Daemon master = master("master", flags);
    agent("127.0.0.1:" + port);
    daemons.forEach(Daemon::awaitReady);
    RunningFramework framework = framework("127.0.0.1:" + port);
    givenATaskRuns(framework);

    master.killHard();
    master("master-again", flags).awaitReady();

    thenTheTaskRunsOn(port);
    thenTheFrameworkGoesOn(framework);
  }

  private void givenATaskRuns(RunningFramework framework) {
    scheduler.run("old", "echo $$ > " + pidFile() + "; exec sleep 600", framework.driver());
    awaitTold("old", "TASK_RUNNING");
  }

  private void thenTheTaskRunsOn(int port) throws IOException {
    await("the task to be known to the master at " + port)
        .atMost(PATIENCE)
        .until(() -> stateOf("old", port).equals(Optional.of("TASK_RUNNING")));
    assertThat(ProcessHandle.of(pidOfTheTask())).as("the task's process").isPresent();
    assertThat(scheduler.updates()).noneMatch(u -> u.startsWith("old") && isBad(u));
  }

  private static boolean isBad(String update) {
    return !(update.endsWith("_STARTING") || update.endsWith("_RUNNING"));
  }

  private void thenTheFrameworkGoesOn(RunningFramework framework) {
    scheduler.run("new", "echo done", framework.driver());
    awaitTold("new", "TASK_FINISHED");
    framework.driver().kill(new TaskId("old"));
    awaitTold("old", "TASK_KILLED");
    assertThat(scheduler.subscriptions()).hasSizeGreaterThan(1);
    assertThat(scheduler.subscriptions().getLast().again()).isTrue();
    assertThat(scheduler.subscriptions().stream().map(s -> s.framework()).distinct()).hasSize(1);
  }

  private Daemon master(String name, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("master"));
    all.addAll(List.of(arguments));
    return started(Daemon.start(name, dir, all.toArray(String[]::new)));
  }

  private void agent(String master) throws IOException {
    started(
        Daemon.start(
            "agent",
            dir,
            "agent",
            "--port=0",
            "--master=" + master,
            "--work-dir=" + dir.resolve("agent"),
            "--docker=none",
            "--resources=cpus:1;mem:256;disk:100;ports:[31000-31009]"));
  }

  private Daemon started(Daemon daemon) {
    daemons.add(daemon);
    return daemon;
  }

  private RunningFramework framework(String master) {
    RunningFramework framework = Proffer.framework("on-demand").master(master).start(scheduler);
    others.add(framework);
    return framework;
  }

  private void awaitTold(String task, String state) {
    await(task + " to be " + state)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(scheduler.wasTold(task, state)).as(this::logs).isTrue());
  }

  private String logs() {
    return scheduler.updates()
        + "\n"
        + String.join("\n", daemons.stream().map(Daemon::log).toList());
  }

  private Path pidFile() {
    return dir.resolve("pid");
  }

  private long pidOfTheTask() throws IOException {
    return Long.parseLong(Files.readString(pidFile()).strip());
  }

  /** The state in which a master knows a task, if it knows it and answers. */
  private static Optional<String> stateOf(String task, int port) {
    try {
      JsonNode tasks = new MasterClient(MasterUrl.parse("127.0.0.1:" + port)).get("/tasks");
      for (JsonNode each : tasks.path("tasks")) {
        if (each.path("id").asText().equals(task)) {
          return Optional.of(each.path("state").asText());
        }
      }
      return Optional.empty();
    } catch (CommandFailure notYet) {
      return Optional.empty();
    }
  }

  /** The port of the master that every Mesos client would take for the leader. */
  private static Optional<Integer> announced(ZooKeeperLocation location) throws Exception {
    try (CuratorFramework client = ZooKeeperClients.open(location, Duration.ofSeconds(10))) {
      Optional<String> first =
          client.getChildren().forPath(PATH).stream()
              .filter(name -> name.startsWith("json.info_"))
              .sorted()
              .findFirst();
      if (first.isEmpty()) {
        return Optional.empty();
      }
      byte[] info = client.getData().forPath(PATH + "/" + first.get());
      return Optional.of(new JsonMapper().readTree(info).at("/address/port").asInt());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
