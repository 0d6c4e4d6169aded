package io.proffer.sdk.internal;

import static io.proffer.sdk.internal.DriverUnderTest.ID;
import static io.proffer.sdk.internal.DriverUnderTest.M1;
import static io.proffer.sdk.internal.DriverUnderTest.M2;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.FrameworkId;
import io.proffer.sdk.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** Finding the leading master, subscribing, and coming back. */
class SubscriptionTest {

  @Test
  void subscribesAtTheLeaderOnceThereIsOne() {
    DriverUnderTest driver = DriverUnderTest.fresh();
    assertThat(driver.effects()).isEmpty();

    driver.leader(M1);

    assertThat(driver.lastOpened().master()).isEqualTo(M1);
    Call subscribe = driver.lastOpened().subscribe();
    assertThat(subscribe.getType()).isEqualTo(Call.Type.SUBSCRIBE);
    assertThat(subscribe.hasFrameworkId()).isFalse();
    assertThat(subscribe.getSubscribe().getFrameworkInfo()).isEqualTo(Samples.framework());
  }

  @Test
  void savesTheIdItIsGivenBeforeTheSchedulerLearnsIt() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1).open();

    driver.forget().event(Samples.subscribed(ID));

    DriverEffect save = new DriverEffect.SaveFrameworkId(ID);
    DriverEffect tell =
        new DriverEffect.Deliver(
            new Delivery.Subscribed(ID, MasterInfo.getDefaultInstance(), false));
    assertThat(driver.effects()).containsSubsequence(save, tell);
  }

  @Test
  void subscribesWithTheIdOfTheFormerProcess() {
    DriverUnderTest driver = DriverUnderTest.restarted().leader(M1);

    Call subscribe = driver.lastOpened().subscribe();
    assertThat(subscribe.getFrameworkId()).isEqualTo(ID.toProto());
    assertThat(subscribe.getSubscribe().getFrameworkInfo().getId()).isEqualTo(ID.toProto());

    driver.open().event(Samples.subscribed(ID));

    assertThat(driver.of(DriverEffect.SaveFrameworkId.class)).isEmpty();
    assertThat(driver.deliveries(Delivery.Subscribed.class))
        .extracting(Delivery.Subscribed::again)
        .containsExactly(true);
  }

  @Test
  void callsCarryTheFrameworkIdAndTheStreamId() {
    DriverUnderTest driver = DriverUnderTest.subscribed().acted(new Action.Revive());

    DriverEffect.Send sent = driver.of(DriverEffect.Send.class).get(0);
    assertThat(sent.streamId()).isEqualTo("stream-1");
    assertThat(sent.master()).isEqualTo(M1);
    assertThat(sent.call().getFrameworkId()).isEqualTo(ID.toProto());
  }

  @Test
  void changesItsRolesAndSubscribesWithThemFromThenOn() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    driver.acted(new Action.Roles(List.of("dev", "prod")));

    Call update = driver.call(Call.Type.UPDATE_FRAMEWORK);
    assertThat(update.getUpdateFramework().getFrameworkInfo().getRolesList())
        .containsExactly("dev", "prod");
    assertThat(update.getUpdateFramework().getFrameworkInfo().getId()).isEqualTo(ID.toProto());

    driver.streamLost().passing(Duration.ofMillis(200));
    assertThat(driver.lastOpened().subscribe().getSubscribe().getFrameworkInfo().getRolesList())
        .containsExactly("dev", "prod");
  }

  @Test
  void saysTheRolesThatChangedWhileItSubscribed() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1).open();
    driver.acted(new Action.Roles(List.of("dev")));
    assertThat(driver.calls()).isEmpty();

    driver.event(Samples.subscribed(ID));

    assertThat(driver.call(Call.Type.UPDATE_FRAMEWORK).getFrameworkId()).isEqualTo(ID.toProto());
  }

  @Test
  void comesBackWithTheSameIdAfterTheStreamIsLost() {
    DriverUnderTest driver = DriverUnderTest.subscribed().streamLost();

    assertThat(driver.deliveries()).containsExactly(new Delivery.Disconnected());

    driver.passing(Duration.ofMillis(200));

    assertThat(driver.lastOpened().subscribe().getFrameworkId()).isEqualTo(ID.toProto());
    assertThat(driver.lastOpened().attempt()).isEqualTo(2);
  }

  @Test
  void saysOnceThatItIsDisconnected() {
    DriverUnderTest driver = DriverUnderTest.subscribed().streamLost();

    for (int i = 0; i < 5; i++) {
      driver.passing(Duration.ofSeconds(20)).streamLost();
    }

    assertThat(driver.deliveries(Delivery.Disconnected.class)).hasSize(1);
  }

  @Test
  void waitsLongerAndLongerWhileTheMasterDoesNotAnswer() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1);
    Duration longest = Duration.ZERO;

    for (int i = 0; i < 50; i++) {
      driver.forget().streamLost();
      Duration wait = Duration.between(driver.clock.now(), reconnectAt(driver));
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(10));
      driver.passing(wait);
      assertThat(driver.lastOpened().master()).isEqualTo(M1);
    }

    assertThat(longest).isGreaterThan(Duration.ofSeconds(5));
  }

  @Test
  void aMasterThatNeverAnswersSubscribeIsTriedAgain() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1).forget();

    driver.passing(Duration.ofSeconds(15));

    assertThat(driver.effects()).contains(new DriverEffect.CloseStream(1));
    driver.passing(Duration.ofSeconds(1));
    assertThat(driver.lastOpened().attempt()).isEqualTo(2);
  }

  @Test
  void fiveMissedHeartbeatsMeanThatTheStreamIsLost() {
    DriverUnderTest driver = DriverUnderTest.subscribed();

    driver.passing(Duration.ofSeconds(74)).event(Samples.heartbeat());
    driver.passing(Duration.ofSeconds(74));
    assertThat(driver.deliveries(Delivery.Disconnected.class)).isEmpty();

    driver.passing(Duration.ofSeconds(1));
    assertThat(driver.deliveries(Delivery.Disconnected.class)).hasSize(1);
    assertThat(driver.effects()).contains(new DriverEffect.CloseStream(1));
  }

  @Test
  void followsANewLeaderAtOnce() {
    DriverUnderTest driver = DriverUnderTest.subscribed().leader(M2);

    assertThat(driver.effects()).contains(new DriverEffect.CloseStream(1));
    assertThat(driver.deliveries()).containsExactly(new Delivery.Disconnected());
    assertThat(driver.lastOpened().master()).isEqualTo(M2);
  }

  @Test
  void keepsALivingStreamWhileNoOtherMasterLeads() {
    DriverUnderTest driver = DriverUnderTest.subscribed();

    driver.when(new DriverInput.LeaderChanged(Optional.empty())).leader(M1);

    assertThat(driver.effects()).isEmpty();
  }

  @Test
  void subscribesWhenALeaderIsFoundAfterTheStreamWasLostWithoutOne() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    driver.when(new DriverInput.LeaderChanged(Optional.empty())).streamLost();
    driver.passing(Duration.ofMinutes(1));
    assertThat(driver.of(DriverEffect.OpenStream.class)).isEmpty();

    driver.leader(M1);

    assertThat(driver.lastOpened().master()).isEqualTo(M1);
  }

  @Test
  void followsARedirectToTheLeader() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1);

    driver.when(new DriverInput.StreamRefused(1, 307, "", Optional.of(M2)));

    assertThat(driver.lastOpened().master()).isEqualTo(M2);
    assertThat(driver.lastOpened().attempt()).isEqualTo(2);
  }

  @Test
  void twoMastersThatNameEachOtherAreNotAskedWithoutAPause() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1);

    for (int attempt = 1; attempt <= 6; attempt++) {
      driver.when(new DriverInput.StreamRefused(attempt, 307, "", Optional.of(M2)));
    }

    assertThat(driver.of(DriverEffect.OpenStream.class)).hasSize(6);
    driver.passing(Duration.ofSeconds(1));
    assertThat(driver.of(DriverEffect.OpenStream.class)).hasSize(7);
    assertThat(driver.lastOpened().master()).isEqualTo(M1);
  }

  @Test
  void aMasterThatRecoversIsTriedAgain() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1).forget();

    driver.when(new DriverInput.StreamRefused(1, 503, "recovering", Optional.empty()));
    driver.passing(Duration.ofSeconds(1));

    assertThat(driver.lastOpened().attempt()).isEqualTo(2);
  }

  @Test
  void wrongCredentialsEndTheDriver() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1);

    driver.when(new DriverInput.StreamRefused(1, 401, "", Optional.empty()));

    assertThat(outcome(driver))
        .isEqualTo(new Outcome.Refused("the master refuses the framework's credentials (401)"));
  }

  @Test
  void inputsOfFormerAttemptsChangeNothing() {
    DriverUnderTest driver = DriverUnderTest.subscribed().leader(M2).open();
    driver.event(Samples.subscribed(ID)).forget();

    driver.when(new DriverInput.StreamLost(1, "late"));
    driver.when(new DriverInput.StreamOpened(1, "late"));
    driver.when(new DriverInput.EventReceived(1, Samples.error("Framework failed over")));
    driver.when(new DriverInput.StreamRefused(1, 401, "late", Optional.empty()));

    assertThat(driver.effects()).isEmpty();
  }

  @Test
  void anotherSchedulerWithTheSameIdEndsTheDriver() {
    DriverUnderTest driver = DriverUnderTest.subscribed();

    driver.event(Samples.error("Framework failed over"));

    assertThat(outcome(driver)).isEqualTo(new Outcome.FailedOver("Framework failed over"));
    driver.forget().passing(Duration.ofHours(1)).leader(M2);
    assertThat(driver.effects()).isEmpty();
  }

  @Test
  void aRemovedFrameworkForgetsItsId() {
    DriverUnderTest driver = DriverUnderTest.restarted().leader(M1).open();

    driver.event(Samples.error("Framework has been removed"));

    assertThat(driver.effects()).contains(new DriverEffect.ForgetFrameworkId());
    assertThat(outcome(driver)).isEqualTo(new Outcome.Removed("Framework has been removed"));
  }

  @Test
  void aFrameworkTheMasterWillNotHaveEndsWithItsReason() {
    DriverUnderTest driver = DriverUnderTest.fresh().leader(M1).open();

    driver.event(Samples.error("Role 'a/../b' is invalid"));

    assertThat(outcome(driver))
        .isEqualTo(
            new Outcome.Refused("the master refuses this framework: Role 'a/../b' is invalid"));
    assertThat(driver.of(DriverEffect.ForgetFrameworkId.class)).isEmpty();
  }

  @Test
  void takesTheIdItIsGivenWhenTheMasterGivesAnother() {
    FrameworkId other = new FrameworkId("m-0001");
    DriverUnderTest driver = DriverUnderTest.restarted().leader(M1).open();

    driver.event(Samples.subscribed(other));

    assertThat(driver.effects()).contains(new DriverEffect.SaveFrameworkId(other));
  }

  private static Instant reconnectAt(DriverUnderTest driver) {
    return Objects.requireNonNull(driver.timers.get(new TimerKey.Reconnect()));
  }

  private static Outcome outcome(DriverUnderTest driver) {
    assertThat(driver.of(DriverEffect.Finish.class)).hasSize(1);
    return driver.of(DriverEffect.Finish.class).get(0).outcome();
  }
}
