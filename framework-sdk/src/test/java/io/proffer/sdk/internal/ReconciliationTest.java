package io.proffer.sdk.internal;

import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_GONE;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** The driver finds out how its tasks fare, and ends those that are to end. */
class ReconciliationTest {

  private static final TaskId T1 = new TaskId("t1");

  @Test
  void asksForAllTasksAfterEachSubscription() {
    DriverUnderTest driver = DriverUnderTest.subscribed().resubscribed();

    assertThat(driver.call(Call.Type.RECONCILE).getReconcile().getTasksCount()).isZero();
  }

  @Test
  void asksForAllTasksNowAndThen() {
    DriverUnderTest driver = alive(DriverUnderTest.subscribed(), Duration.ofMinutes(40));

    assertThat(driver.callTypes()).containsOnly(Call.Type.RECONCILE).hasSizeBetween(2, 3);
  }

  @Test
  void asksAgainLessAndLessOftenForTasksWithoutAnAnswer() {
    DriverUnderTest driver = launched().resubscribed().forget();

    alive(driver, Duration.ofMinutes(3));

    assertThat(driver.callTypes()).containsOnly(Call.Type.RECONCILE);
    assertThat(driver.calls()).hasSizeBetween(3, 5);
    assertThat(driver.calls().get(0).getReconcile().getTasksList())
        .extracting(task -> task.getTaskId().getValue() + "@" + task.getAgentId().getValue())
        .containsExactly("t1@a1");
  }

  @Test
  void anAnswerEndsTheQuestion() {
    DriverUnderTest driver = launched().resubscribed().forget();

    driver.event(Samples.update(Samples.answer("t1", TASK_RUNNING)));
    alive(driver, Duration.ofMinutes(3));

    assertThat(driver.calls()).isEmpty();
  }

  @Test
  void aLaunchLostWithTheConnectionIsFoundOut() {
    DriverUnderTest driver = launched().resubscribed();
    alive(driver, Duration.ofSeconds(12)).forget();

    driver.event(Samples.update(Samples.answer("t1", TASK_GONE)));

    assertThat(driver.deliveries())
        .containsExactly(new Delivery.Updated(Samples.answer("t1", TASK_GONE)));
  }

  @Test
  void namesAtMostSoManyTasksInOneCall() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    Map<TaskId, Optional<AgentId>> tasks = new LinkedHashMap<>();
    for (int i = 0; i < 2500; i++) {
      tasks.put(new TaskId("t" + i), Optional.empty());
    }

    driver.acted(new Action.Reconcile(tasks));

    assertThat(driver.calls())
        .extracting(call -> call.getReconcile().getTasksCount())
        .containsExactly(1000, 1000, 500);
  }

  @Test
  void whatWasAskedForWhileDisconnectedIsAskedAfterwards() {
    DriverUnderTest driver = DriverUnderTest.subscribed().streamLost();
    driver.acted(new Action.Reconcile(Map.of(T1, Optional.empty())));
    driver.passing(Duration.ofSeconds(1)).open();
    driver.event(Samples.subscribed(DriverUnderTest.ID)).forget();

    alive(driver, Duration.ofSeconds(12));

    assertThat(driver.call(Call.Type.RECONCILE).getReconcile().getTasksCount()).isOne();
  }

  @Test
  void killsATaskOnItsAgentWithTheGraceItIsGiven() {
    DriverUnderTest driver = launched();

    driver.acted(new Action.Kill(T1, Optional.of(Duration.ofSeconds(3))));

    Call.Kill kill = driver.call(Call.Type.KILL).getKill();
    assertThat(kill.getTaskId().getValue()).isEqualTo("t1");
    assertThat(kill.getAgentId().getValue()).isEqualTo("a1");
    assertThat(kill.getKillPolicy().getGracePeriod().getNanoseconds()).isEqualTo(3_000_000_000L);
  }

  @Test
  void asksAgainToKillUntilTheTaskHasEnded() {
    DriverUnderTest driver = launched().acted(new Action.Kill(T1, Optional.empty())).forget();

    driver.resubscribed();
    assertThat(driver.callTypes()).contains(Call.Type.KILL);
    driver.event(Samples.update(Samples.answer("t1", TASK_RUNNING))).forget();
    alive(driver, Duration.ofMinutes(1));
    assertThat(driver.callTypes()).contains(Call.Type.KILL);

    driver.event(Samples.update(Samples.status("t1", TASK_KILLING, "u1"))).forget();
    alive(driver, Duration.ofMinutes(10));
    assertThat(driver.callTypes()).doesNotContain(Call.Type.KILL);

    driver.event(Samples.update(Samples.status("t1", TASK_KILLED, "u2"))).forget();
    driver.resubscribed();
    assertThat(driver.callTypes()).doesNotContain(Call.Type.KILL);
  }

  @Test
  void doesNotKillATaskThatHasEnded() {
    DriverUnderTest driver =
        launched().event(Samples.update(Samples.status("t1", TASK_FINISHED, "u1"))).forget();

    driver.acted(new Action.Kill(T1, Optional.empty()));

    assertThat(driver.effects()).isEmpty();
  }

  /** A subscribed driver that has launched t1 on a1 and heard nothing of it. */
  private static DriverUnderTest launched() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    driver.nextCallbackAsks(
        new Action.Accept(
            List.of(new OfferId("o1")), List.of(Samples.launch(Samples.task("t1", "a1")))));
    return driver.event(Samples.offers(Samples.offer("o1", "a1"))).forget();
  }

  /** Lets time pass on a stream that has its heartbeats. */
  private static DriverUnderTest alive(DriverUnderTest driver, Duration span) {
    for (long second = 0; second < span.toSeconds(); second += 10) {
      driver.passing(Duration.ofSeconds(Math.min(10, span.toSeconds() - second)));
      driver.event(Samples.heartbeat());
    }
    return driver;
  }
}
