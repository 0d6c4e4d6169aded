package io.proffer.sdk.internal;

import static io.proffer.sdk.internal.DriverUnderTest.ID;
import static io.proffer.sdk.internal.DriverUnderTest.M1;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.sdk.Outcome;
import java.time.Duration;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** How a driver ends when its scheduler says so. */
class EndTest {

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
    DriverUnderTest driver = DriverUnderTest.subscribed().acted(new Action.Teardown());
    assertThat(driver.callTypes()).containsExactly(Call.Type.TEARDOWN);

    driver.answered(202, "");

    assertThat(driver.effects())
        .contains(new DriverEffect.ForgetFrameworkId())
        .endsWith(finished(new Outcome.TornDown()));
  }

  @Test
  void tearsDownEvenIfTheMasterClosesTheStreamFirst() {
    DriverUnderTest driver = DriverUnderTest.subscribed().acted(new Action.Teardown());

    driver.streamLost().answered(202, "");

    assertThat(driver.effects()).endsWith(finished(new Outcome.TornDown()));
  }

  @Test
  void tearsDownAtTheNextSubscriptionWhenNotConnected() {
    DriverUnderTest driver = DriverUnderTest.restarted().acted(new Action.Teardown()).leader(M1);

    driver.open().event(Samples.subscribed(ID));

    assertThat(driver.callTypes()).containsExactly(Call.Type.TEARDOWN);
    assertThat(driver.deliveries()).isEmpty();
  }

  @Test
  void aTeardownWhoseAnswerIsLostIsFoundOut() {
    DriverUnderTest driver = DriverUnderTest.subscribed().acted(new Action.Teardown());

    driver.streamLost().passing(Duration.ofSeconds(1)).open();
    driver.event(Samples.error("Framework has been removed"));

    assertThat(driver.effects()).endsWith(finished(new Outcome.TornDown()));
  }

  @Test
  void saysSoWhenNoMasterTearsItDown() {
    DriverUnderTest driver = DriverUnderTest.restarted().acted(new Action.Teardown());

    driver.passing(Duration.ofSeconds(30));

    Outcome outcome = driver.of(DriverEffect.Finish.class).get(0).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.asAsked()).isFalse();
    assertThat(outcome.toString()).contains("within 30 s");
  }

  private static DriverEffect finished(Outcome outcome) {
    return new DriverEffect.Finish(outcome);
  }
}
