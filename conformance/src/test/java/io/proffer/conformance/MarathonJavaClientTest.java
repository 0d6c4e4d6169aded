package io.proffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import mesosphere.marathon.client.Marathon;
import mesosphere.marathon.client.MarathonClient;
import mesosphere.marathon.client.MarathonException;
import mesosphere.marathon.client.model.v2.App;
import mesosphere.marathon.client.model.v2.Group;
import mesosphere.marathon.client.model.v2.Result;
import mesosphere.marathon.client.model.v2.Task;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Marathon's own client for Java, {@code com.mesosphere:marathon-client}, at a real master and
 * agent.
 */
class MarathonJavaClientTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static LocalCluster cluster;
  private static ServiceServer service;
  private static Marathon marathon;

  @BeforeAll
  static void start(@TempDir Path workDir) throws IOException {
    cluster = LocalCluster.start(workDir);
    service =
        ServiceServer.start(
            ServiceOptions.local(
                0, cluster.masterAddress(), Optional.empty(), workDir.resolve("service")));
    marathon = MarathonClient.getInstance(service.url());
    until(() -> marathon.getServerInfo().getFrameworkId() != null);
  }

  @AfterAll
  static void stop() {
    service.close();
    cluster.close();
  }

  @Test
  void anAppIsMadeScaledUpdatedRolledBackKilledAndDeleted() throws MarathonException {
    App made = marathon.createApp(app("/java/sleeper"));
    assertThat(made.getDeployments()).hasSize(1);
    thenTasks("/java/sleeper", 1);

    App scaled = new App();
    scaled.setInstances(2);
    Result scaling = marathon.updateApp("/java/sleeper", scaled, false);
    assertThat(scaling.getDeploymentId()).isNotEmpty();
    List<String> both = thenTasks("/java/sleeper", 2);

    App changed = new App();
    changed.setEnv(Map.of("COLOUR", "green"));
    marathon.updateApp("/java/sleeper", changed, false);
    settle();
    assertThat(thenTasks("/java/sleeper", 2)).doesNotContainAnyElementsOf(both);
    assertThat(present("/java/sleeper").getEnv()).containsEntry("COLOUR", "green");

    List<String> versions = List.copyOf(marathon.getAppVersions("/java/sleeper").getVersions());
    assertThat(versions).hasSize(3);
    App former = marathon.getAppVersion("/java/sleeper", versions.get(1));
    marathon.updateApp("/java/sleeper", former, false);
    settle();
    assertThat(present("/java/sleeper").getEnv()).isEmpty();
    assertThat(present("/java/sleeper").getInstances()).isEqualTo(2);

    List<String> before = thenTasks("/java/sleeper", 2);
    marathon.deleteAppTask("/java/sleeper", before.getFirst(), "false");
    until(() -> !tasks("/java/sleeper").contains(before.getFirst()));
    assertThat(thenTasks("/java/sleeper", 2)).contains(before.getLast());

    marathon.deleteApp("/java/sleeper");
    settle();
    thenIsGone("/java/sleeper");
  }

  @Test
  void aGroupIsMadeChangedAndDeletedWithItsApps() throws MarathonException {
    Group group = new Group("/shop");
    App store = app("store");
    App front = app("front");
    front.setDependencies(List.of("store"));
    group.setApps(List.of(store, front));
    marathon.createGroup(group);
    settle();
    assertThat(ids(marathon.getGroup("/shop").getApps())).contains("/shop/store", "/shop/front");
    thenTasks("/shop/front", 1);

    Group smaller = new Group();
    smaller.setApps(List.of(store));
    marathon.updateGroup("/shop", false, smaller);
    settle();
    assertThat(ids(marathon.getGroup("/shop").getApps())).containsExactly("/shop/store");

    marathon.deleteGroup("/shop", false);
    settle();
    assertThatThrownBy(() -> marathon.getGroup("/shop")).hasMessageContaining("404");
  }

  @Test
  void whatIsRefusedIsUnderstoodByTheClient() throws MarathonException {
    thenIsGone("/no/such");
    App twoWays = app("/java/wrong");
    twoWays.setArgs(List.of("sleep", "1"));
    assertThatThrownBy(() -> marathon.createApp(twoWays))
        .isInstanceOfSatisfying(
            MarathonException.class, refused -> assertThat(refused.getStatus()).isEqualTo(422));

    marathon.createApp(app("/java/once"));
    assertThatThrownBy(() -> marathon.createApp(app("/java/once")))
        .isInstanceOfSatisfying(
            MarathonException.class, refused -> assertThat(refused.getStatus()).isEqualTo(409));
    marathon.deleteApp("/java/once");
  }

  @Test
  void whatWaitsAndWhatIsUndoneIsSeen() throws MarathonException {
    App huge = app("/java/huge");
    huge.setCpus(1000.0);
    marathon.createApp(huge);
    until(
        () ->
            marathon.getQueue().getQueue().stream()
                .anyMatch(waiting -> waiting.getApp().getId().equals("/java/huge")));
    String deployment =
        marathon.getDeployments().stream()
            .filter(running -> running.getAffectedApps().contains("/java/huge"))
            .findFirst()
            .orElseThrow()
            .getId();
    marathon.cancelDeploymentAndRollback(deployment);
    settle();
    thenIsGone("/java/huge");
  }

  private static App app(String id) {
    App app = new App();
    app.setId(id);
    app.setCmd("sleep 600");
    app.setCpus(0.1);
    app.setMem(16.0);
    app.setInstances(1);
    return app;
  }

  private static App present(String id) throws MarathonException {
    return marathon.getApp(id).getApp();
  }

  private static List<String> ids(Collection<App> apps) {
    return apps.stream().map(App::getId).toList();
  }

  private static List<String> tasks(String app) throws MarathonException {
    return marathon.getAppTasks(app).getTasks().stream()
        .filter(task -> task.getState().equals("TASK_RUNNING"))
        .map(Task::getId)
        .toList();
  }

  /** Waits until so many instances of the app run; their ids. */
  private static List<String> thenTasks(String app, int count) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> tasks(app), running -> running.size() == count);
  }

  private static void thenIsGone(String app) {
    assertThatThrownBy(() -> marathon.getApp(app))
        .isInstanceOfSatisfying(
            MarathonException.class, missing -> assertThat(missing.getStatus()).isEqualTo(404));
  }

  private static void settle() {
    until(() -> marathon.getDeployments().isEmpty());
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(condition);
  }
}
