package io.proffer.sdk.internal;

import static io.proffer.sdk.internal.DriverUnderTest.ID;
import static io.proffer.sdk.internal.DriverUnderTest.M1;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.sdk.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** How a driver ends when its scheduler says so. */
class EndTest {

  private static final Action TEARDOWN = new Action.Teardown(Optional.empty());

  @Test
  void stopsWhenTheCallsUnderWayAreAnswered() {
    DriverUnderTest driver = DriverUnderTest.subscribed().nextCallbackAsks(new Action.Stop());

    driver.event(Samples.update(Samples.status("t1", TASK_FINISHED, "u1")));
    assertThat(driver.callTypes()).containsExactly(Call.Type.ACKNOWLEDGE);
    assertThat(driver.of(DriverEffect.Finish.class)).isEmpty();

    driver.answered(202, "");
    assertThat(driver.effects())
        .contains(new DriverEffect.CloseStream(1))
        .endsWith(finished(new Outcome.Stopped()));
    assertThat(driver.of(DriverEffect.ForgetFrameworkId.class)).isEmpty();
  }

  @Test
  void stopsAnyhowWhenNobodyAnswers() {
    DriverUnderTest driver = DriverUnderTest.subscribed().nextCallbackAsks(new Action.Stop());
    driver.event(Samples.update(Samples.status("t1", TASK_FINISHED, "u1")));

    driver.passing(Duration.ofSeconds(5));

    assertThat(driver.effects()).contains(finished(new Outcome.Stopped()));
  }

  @Test
  void stopsAtOnceWhenNotConnected() {
    DriverUnderTest driver = DriverUnderTest.fresh().acted(new Action.Stop());

    assertThat(driver.effects()).endsWith(finished(new Outcome.Stopped()));
  }

  @Test
  void afterStopNoCallbackIsMadeAndNothingIsAskedFor() {
    DriverUnderTest driver =
        DriverUnderTest.subscribed().nextCallbackAsks(new Action.Stop(), new Action.Revive());

    driver.event(Samples.update(Samples.status("t1", TASK_FINISHED, "u1"))).forget();
    driver.event(Samples.offers(Samples.offer("o1", "a1")));

    assertThat(driver.effects()).isEmpty();
  }

  @Test
  void tearsTheFrameworkDownAndForgetsIt() {
    DriverUnderTest driver = DriverUnderTest.subscribed().acted(TEARDOWN);
    assertThat(driver.callTypes()).containsExactly(Call.Type.TEARDOWN);

    driver.answered(202, "");

    assertThat(driver.effects())
        .contains(new DriverEffect.ForgetFrameworkId())
        .endsWith(finished(new Outcome.TornDown()));
  }

  @Test
  void isEndingAsSoonAsThatIsAskedFor() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    assertThat(driver.isEnding()).as("what breaks now is trouble").isFalse();

    driver.acted(TEARDOWN);
    assertThat(driver.isEnding()).as("that the master closes the stream is not").isTrue();

    driver.answered(202, "");
    assertThat(driver.isEnding()).isTrue();
  }

  @Test
  void tearsDownEvenIfTheMasterClosesTheStreamFirst() {
    DriverUnderTest driver = DriverUnderTest.subscribed().acted(TEARDOWN);

    driver.streamLost().answered(202, "");

    assertThat(driver.effects()).endsWith(finished(new Outcome.TornDown()));
  }

  @Test
  void tearsDownAtTheNextSubscriptionWhenNotConnected() {
    DriverUnderTest driver = DriverUnderTest.restarted().acted(TEARDOWN).leader(M1);

    driver.open().event(Samples.subscribed(ID));

    assertThat(driver.callTypes()).containsExactly(Call.Type.TEARDOWN);
    assertThat(driver.deliveries()).isEmpty();
  }

  @Test
  void aTeardownWhoseAnswerIsLostIsFoundOut() {
    DriverUnderTest driver = DriverUnderTest.subscribed().acted(TEARDOWN);

    driver.streamLost().passing(Duration.ofSeconds(1)).open();
    driver.event(Samples.error("Framework has been removed"));

    assertThat(driver.effects()).endsWith(finished(new Outcome.TornDown()));
  }

  @Test
  void failingTearsTheFrameworkDownAndSaysWhy() {
    DriverUnderTest driver =
        DriverUnderTest.subscribed().acted(new Action.Teardown(Optional.of("t1 failed")));
    assertThat(driver.callTypes()).containsExactly(Call.Type.TEARDOWN);

    driver.answered(202, "");

    Outcome outcome = new Outcome.Failed("t1 failed");
    assertThat(driver.effects()).endsWith(finished(outcome));
    assertThat(outcome.isGood()).isFalse();
  }

  @Test
  void saysSoWhenNoMasterTearsItDown() {
    DriverUnderTest driver = DriverUnderTest.restarted().acted(TEARDOWN);

    driver.passing(Duration.ofSeconds(30));

    Outcome outcome = driver.of(DriverEffect.Finish.class).get(0).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.isGood()).isFalse();
    assertThat(outcome.toString()).contains("within 30 s");
  }

  private static DriverEffect finished(Outcome outcome) {
    return new DriverEffect.Finish(outcome);
  }
}
