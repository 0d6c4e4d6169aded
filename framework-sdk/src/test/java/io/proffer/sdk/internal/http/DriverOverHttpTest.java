package io.proffer.sdk.internal.http;

import static io.proffer.sdk.TaskBuilder.task;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.core.model.TaskId;
import io.proffer.core.protocol.MediaType;
import io.proffer.core.security.ProxyKey;
import io.proffer.sdk.FrameworkBuilder;
import io.proffer.sdk.FrameworkEndedException;
import io.proffer.sdk.Outcome;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import io.proffer.sdk.StateStore;
import io.proffer.sdk.internal.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole driver against a master that is played over real HTTP. */
@Timeout(60)
class DriverOverHttpTest {

  private final FakeMaster master;
  private final RecordingScheduler scheduler = new RecordingScheduler();

  DriverOverHttpTest() throws IOException {
    master = new FakeMaster();
  }

  @AfterEach
  void endMaster() {
    master.close();
  }

  @ParameterizedTest
  @EnumSource(MediaType.class)
  void takesATaskFromItsOfferToItsEnd(MediaType type) throws Exception {
    scheduler.launching(task("t1").command("true"));
    scheduler.onUpdate(
        (update, driver) -> {
          if (update.isFinished()) {
            driver.teardown();
          }
        });
    try (RunningFramework framework = framework().mediaType(type).start(scheduler)) {
      FakeMaster.Received subscribe = master.call(Call.Type.SUBSCRIBE);
      assertThat(subscribe.headers().getFirst("Accept")).isEqualTo(type.contentType());
      assertThat(subscribe.call().getSubscribe().getFrameworkInfo().getRolesList())
          .containsExactly("*");
      FakeMaster.Stream stream = master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      stream.send(Samples.offers(Samples.offer("o1", "a1")));

      FakeMaster.Received accept = master.call(Call.Type.ACCEPT);
      assertThat(accept.headers().getFirst("Mesos-Stream-Id")).isEqualTo("stream");
      assertThat(accept.call().getFrameworkId()).isEqualTo(FakeMaster.ID.toProto());
      assertThat(accept.call().getAccept().getOperations(0).getLaunch().getTaskInfosList())
          .extracting(info -> info.getTaskId().getValue())
          .containsExactly("t1");
      stream.send(Samples.update(Samples.status("t1", TASK_RUNNING, "u1")));
      master.call(Call.Type.ACKNOWLEDGE);
      stream.send(Samples.update(Samples.status("t1", TASK_FINISHED, "u2")));
      master.call(Call.Type.TEARDOWN);

      assertThat(framework.awaitEnd()).isEqualTo(new Outcome.TornDown());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 31})
  void readsEventsHoweverTheNetworkCutsThem(int pieceBytes) throws Exception {
    try (RunningFramework framework = framework().start(scheduler)) {
      FakeMaster.Stream stream = master.stream();
      stream.sendSplit(Samples.subscribed(FakeMaster.ID), pieceBytes);
      stream.sendSplit(Samples.update(Samples.status("t1", TASK_RUNNING, "u1")), pieceBytes);

      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      assertThat(scheduler.next()).isEqualTo("t1 TASK_RUNNING");
      assertThat(framework.driver().frameworkId()).contains(FakeMaster.ID);
    }
  }

  @Test
  void comesBackWithItsIdWhenTheConnectionBreaks() throws Exception {
    try (RunningFramework framework = framework().start(scheduler)) {
      master.call(Call.Type.SUBSCRIBE);
      master.subscribed().close();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      assertThat(scheduler.next()).isEqualTo("disconnected");

      assertThat(master.call(Call.Type.SUBSCRIBE).call().getFrameworkId())
          .isEqualTo(FakeMaster.ID.toProto());
      master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000 again");
      assertThat(framework.ended().toCompletableFuture()).isNotDone();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "5\nhello", "99999999999\n", "-1\n"})
  void comesBackWhenTheStreamCarriesWhatIsNoEvent(String garbage) throws Exception {
    try (RunningFramework framework = framework().start(scheduler)) {
      master.subscribed().sendText(garbage);
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      assertThat(scheduler.next()).isEqualTo("disconnected");

      master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000 again");
      assertThat(framework.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void eachMasterThatItSubscribesAtIsGivenTheKeyOfItsOwnServer() throws Exception {
    ProxyKey key = ProxyKey.make(new Random(1));
    try (RunningFramework framework = framework().proxyKey(key).start(scheduler)) {
      assertThat(keyIn(master.call(Call.Type.SUBSCRIBE))).isEqualTo(key.value());
      master.subscribed().close();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      assertThat(scheduler.next()).isEqualTo("disconnected");

      assertThat(keyIn(master.call(Call.Type.SUBSCRIBE))).isEqualTo(key.value());
      master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000 again");
      framework.driver().revive();
      assertThat(keyIn(master.call(Call.Type.REVIVE))).as("needed once").isNull();
    }
  }

  private static @Nullable String keyIn(FakeMaster.Received call) {
    return call.headers().getFirst(ProxyKey.HEADER);
  }

  @Test
  void followsARedirectToTheLeader() throws Exception {
    try (FakeMaster leader = new FakeMaster()) {
      master.redirectSubscribe("//" + leader.address() + "/api/v1/scheduler");
      try (RunningFramework framework = framework().start(scheduler)) {
        FakeMaster.Stream stream = leader.subscribed();
        assertThat(scheduler.next()).isEqualTo("subscribed m-0000");

        stream.send(Samples.update(Samples.status("t1", TASK_RUNNING, "u1")));
        leader.call(Call.Type.ACKNOWLEDGE);
        assertThat(framework.ended().toCompletableFuture()).isNotDone();
      }
    }
  }

  @Test
  void waitsForAMasterThatRecovers() throws Exception {
    master.refuseSubscribe(503, "recovering").refuseSubscribe(500, "");
    try (RunningFramework framework = framework().start(scheduler)) {
      master.subscribed();

      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      assertThat(framework.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void aRefusedSubscriptionEndsTheRunWithTheReason() {
    master.refuseSubscribe(400, "Expecting 'framework_info' to be present");

    assertThatThrownBy(() -> framework().run(scheduler))
        .isInstanceOf(FrameworkEndedException.class)
        .hasMessage(
            "framework test: the master refuses the subscription"
                + " (400: Expecting 'framework_info' to be present)");
  }

  @Test
  void aRefusedCallIsToldToTheScheduler() throws Exception {
    try (RunningFramework framework = framework().start(scheduler)) {
      FakeMaster.Stream stream = master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      master.call(Call.Type.RECONCILE);
      master.refuseCall(400, "no");

      framework.driver().revive();

      assertThat(scheduler.next()).isEqualTo("refused REVIVE 400 no");
      stream.send(Samples.update(Samples.status("t1", TASK_RUNNING, "u1")));
      assertThat(scheduler.next()).isEqualTo("t1 TASK_RUNNING");
    }
  }

  @Test
  void subscribesAgainWhenTheMasterDoesNotKnowTheSubscription() throws Exception {
    try (RunningFramework framework = framework().start(scheduler)) {
      master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      master.call(Call.Type.RECONCILE);
      master.refuseCall(403, "Framework is not subscribed");

      framework.driver().revive();

      assertThat(scheduler.next()).isEqualTo("disconnected");
      master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000 again");
    }
  }

  @Test
  void aSlowHandlerHoldsUpItsAcknowledgementAndNothingIsLost() throws Exception {
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    scheduler.onUpdate(
        (update, driver) -> {
          handling.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    try (RunningFramework framework = framework().start(scheduler)) {
      FakeMaster.Stream stream = master.subscribed();
      for (int i = 0; i < 5000; i++) {
        stream.send(Samples.update(Samples.status("t" + i, TASK_RUNNING, "u" + i)));
      }
      handling.await();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      assertThat(scheduler.next()).isEqualTo("t0 TASK_RUNNING");
      assertThat(scheduler.heardNothing()).isTrue();

      go.countDown();

      for (int i = 1; i < 5000; i++) {
        assertThat(scheduler.next()).isEqualTo("t" + i + " TASK_RUNNING");
      }
      for (int i = 0; i < 5000; i++) {
        master.call(Call.Type.ACKNOWLEDGE);
      }
      assertThat(framework.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void callsArriveInTheOrderTheyWereMade() throws Exception {
    try (RunningFramework framework = framework().start(scheduler)) {
      master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");

      for (int i = 0; i < 200; i++) {
        framework.driver().kill(new TaskId("t" + i));
      }

      for (int i = 0; i < 200; i++) {
        assertThat(master.call(Call.Type.KILL).call().getKill().getTaskId().getValue())
            .isEqualTo("t" + i);
      }
    }
  }

  @Test
  void aHandlerThatThrowsEndsTheRunLoudlyAndWithoutAnAcknowledgement() throws Exception {
    IllegalStateException bug = new IllegalStateException("bug");
    scheduler.onUpdate(
        (update, driver) -> {
          throw bug;
        });
    try (RunningFramework framework = framework().start(scheduler)) {
      master.subscribed().send(Samples.update(Samples.status("t1", TASK_RUNNING, "u1")));

      assertThat(framework.awaitEnd()).isEqualTo(new Outcome.Crashed(bug));
      assertThatThrownBy(() -> master.callNow(Call.Type.ACKNOWLEDGE))
          .hasMessage("no ACKNOWLEDGE call came");
    }
  }

  @Test
  void theNextProcessGoesOnWithTheFramework(@TempDir Path directory) throws Exception {
    try (RunningFramework first = durable(directory).start(scheduler)) {
      assertThat(master.call(Call.Type.SUBSCRIBE).call().hasFrameworkId()).isFalse();
      master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000");
      first.driver().stop();
      assertThat(first.awaitEnd()).isEqualTo(new Outcome.Stopped());
    }

    try (RunningFramework second = durable(directory).start(scheduler)) {
      Call subscribe = master.call(Call.Type.SUBSCRIBE).call();
      assertThat(subscribe.getFrameworkId()).isEqualTo(FakeMaster.ID.toProto());
      assertThat(subscribe.getSubscribe().getFrameworkInfo().getFailoverTimeout())
          .isEqualTo(7 * 24 * 3600);
      master.subscribed();
      assertThat(scheduler.next()).isEqualTo("subscribed m-0000 again");
      second.driver().teardown();
      assertThat(second.awaitEnd()).isEqualTo(new Outcome.TornDown());
    }
    assertThat(StateStore.files(directory).get("driver.framework-id")).isEmpty();
  }

  @Test
  void anIdThatCannotBeSavedEndsTheRun(@TempDir Path directory) throws Exception {
    StateStore store = StateStore.files(directory.resolve("made/later"));
    try (RunningFramework framework = framework().state(store).start(scheduler)) {
      Files.createFile(directory.resolve("made")); // In the way of the directory.
      master.subscribed();

      assertThat(framework.awaitEnd()).isInstanceOf(Outcome.Crashed.class);
      assertThat(scheduler.heardNothing()).isTrue();
    }
  }

  @Test
  void provesWhoItIs() throws Exception {
    try (RunningFramework framework = framework().credentials("me", "secret").start(scheduler)) {
      FakeMaster.Received subscribe = master.call(Call.Type.SUBSCRIBE);

      assertThat(subscribe.headers().getFirst("Authorization")).isEqualTo("Basic bWU6c2VjcmV0");
      assertThat(subscribe.call().getSubscribe().getFrameworkInfo().getPrincipal()).isEqualTo("me");
      assertThat(framework.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void runsScheduledCodeAsACallback() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    try (RunningFramework framework = framework().start(scheduler)) {
      Runnable cancel =
          framework
              .driver()
              .schedule(Duration.ofMillis(50), () -> assertThat(false).as("cancelled").isTrue());
      cancel.run();
      framework.driver().schedule(Duration.ofMillis(100), ran::countDown);

      ran.await();

      assertThat(framework.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void interruptingTheRunStopsIt() throws Exception {
    Thread runner = Thread.ofPlatform().start(() -> framework().run(scheduler));
    master.subscribed();
    assertThat(scheduler.next()).isEqualTo("subscribed m-0000");

    runner.interrupt();

    assertThat(runner.join(Duration.ofSeconds(10))).isTrue();
  }

  private FrameworkBuilder framework() {
    return Proffer.framework("test").master(master.address());
  }

  private FrameworkBuilder durable(Path directory) {
    return framework().state(StateStore.files(directory));
  }
}
