package io.proffer.sdk.internal;

import static io.proffer.sdk.internal.DriverUnderTest.ID;
import static io.proffer.sdk.internal.DriverUnderTest.M2;
import static org.apache.mesos.v1.Protos.TaskState.TASK_DROPPED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_UNKNOWN;
import static org.apache.mesos.v1.Protos.TaskState.TASK_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.model.OfferId;
import io.proffer.sdk.Outcome;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** Each update is handled once and acknowledged after that. */
class UpdatesTest {

  private static final TaskStatus RUNNING = Samples.status("t1", TASK_RUNNING, "u1");
  private static final TaskStatus FINISHED = Samples.status("t1", TASK_FINISHED, "u2");

  @Test
  void acknowledgesWhatIsHeldWhenItIsReleased() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    TaskStatus running = Samples.status("t1", TASK_RUNNING, "u1");
    driver.nextCallbackAsks(new Action.HoldUpdate(running)).event(Samples.update(running));
    assertThat(driver.callTypes()).doesNotContain(Call.Type.ACKNOWLEDGE);
    driver.event(Samples.update(running));
    assertThat(driver.deliveries(Delivery.Updated.class)).as("told once").hasSize(1);

    driver.acted(new Action.Acknowledge(running));

    assertThat(driver.callTypes()).containsExactly(Call.Type.ACKNOWLEDGE);
  }

  @Test
  void acknowledgesAnUpdateAfterItsHandlerReturned() {
    DriverUnderTest driver = DriverUnderTest.subscribed().slowCallbacks();

    driver.event(Samples.update(RUNNING));
    assertThat(driver.deliveries()).containsExactly(new Delivery.Updated(RUNNING));
    assertThat(driver.calls()).isEmpty();

    driver.returned(new Delivery.Updated(RUNNING));
    Call.Acknowledge acknowledge = driver.call(Call.Type.ACKNOWLEDGE).getAcknowledge();
    assertThat(acknowledge.getTaskId().getValue()).isEqualTo("t1");
    assertThat(acknowledge.getAgentId().getValue()).isEqualTo("a1");
    assertThat(acknowledge.getUuid()).isEqualTo(ByteString.copyFromUtf8("u1"));
  }

  @Test
  void whatAHandlerAskedForGoesBeforeTheAcknowledgement() {
    DriverUnderTest driver = DriverUnderTest.subscribed().nextCallbackAsks(new Action.Revive());

    driver.event(Samples.update(RUNNING));

    assertThat(driver.callTypes()).containsExactly(Call.Type.REVIVE, Call.Type.ACKNOWLEDGE);
  }

  @Test
  void aRepeatedUpdateIsAcknowledgedAgainButNotHandledAgain() {
    DriverUnderTest driver = DriverUnderTest.subscribed().event(Samples.update(RUNNING)).forget();

    driver.event(Samples.update(RUNNING));

    assertThat(driver.deliveries()).isEmpty();
    assertThat(driver.callTypes()).containsExactly(Call.Type.ACKNOWLEDGE);
  }

  @Test
  void anUpdateRepeatedWhileItIsHandledIsNotAcknowledgedYet() {
    DriverUnderTest driver = DriverUnderTest.subscribed().slowCallbacks();

    driver.event(Samples.update(RUNNING)).event(Samples.update(RUNNING));

    assertThat(driver.deliveries()).hasSize(1);
    assertThat(driver.calls()).isEmpty();
  }

  @Test
  void anUpdateHandledWhileDisconnectedIsAcknowledgedWhenItComesAgain() {
    DriverUnderTest driver = DriverUnderTest.subscribed().slowCallbacks();
    driver.event(Samples.update(RUNNING)).leader(M2);
    driver.returned(new Delivery.Updated(RUNNING)).returned(new Delivery.Disconnected());
    assertThat(driver.callTypes()).doesNotContain(Call.Type.ACKNOWLEDGE);

    driver.open().event(Samples.subscribed(ID)).forget().event(Samples.update(RUNNING));

    assertThat(driver.callTypes()).containsExactly(Call.Type.ACKNOWLEDGE);
    assertThat(driver.deliveries(Delivery.Updated.class)).isEmpty();
  }

  @Test
  void callbacksAreMadeOneAtATimeInTheOrderOfTheirEvents() {
    DriverUnderTest driver = DriverUnderTest.subscribed().slowCallbacks();

    driver.event(Samples.update(RUNNING)).event(Samples.update(FINISHED));
    assertThat(driver.deliveries()).containsExactly(new Delivery.Updated(RUNNING));

    driver.returned(new Delivery.Updated(RUNNING));
    assertThat(driver.deliveries())
        .containsExactly(new Delivery.Updated(RUNNING), new Delivery.Updated(FINISHED));
  }

  @Test
  void theMastersOwnWordIsNotAcknowledged() {
    DriverUnderTest driver = DriverUnderTest.subscribed();

    driver.event(Samples.update(Samples.answer("t1", TASK_UNREACHABLE)));

    assertThat(driver.deliveries()).hasSize(1);
    assertThat(driver.calls()).isEmpty();
  }

  @Test
  void aReconciliationAnswerThatSaysNothingNewIsNotHandled() {
    DriverUnderTest driver = DriverUnderTest.subscribed().event(Samples.update(RUNNING)).forget();

    driver.event(Samples.update(Samples.answer("t1", TASK_RUNNING)));
    assertThat(driver.deliveries()).isEmpty();

    driver.event(Samples.update(Samples.answer("t1", TASK_UNREACHABLE)));
    assertThat(driver.deliveries()).hasSize(1);
  }

  @Test
  void aTaskKnownToHaveEndedIsNotHeardOfAgain() {
    DriverUnderTest driver = DriverUnderTest.subscribed().event(Samples.update(FINISHED)).forget();

    driver.event(Samples.update(Samples.answer("t1", TASK_FINISHED)));
    driver.event(Samples.update(Samples.answer("t1", TASK_UNKNOWN)));

    assertThat(driver.effects()).isEmpty();
  }

  @Test
  void aTaskOutOfSightMayComeBack() {
    DriverUnderTest driver = DriverUnderTest.subscribed();

    driver.event(Samples.update(Samples.answer("t1", TASK_UNKNOWN)));
    driver.event(Samples.update(Samples.answer("t1", TASK_UNKNOWN)));
    driver.event(Samples.update(Samples.answer("t1", TASK_RUNNING)));

    assertThat(driver.deliveries(Delivery.Updated.class))
        .extracting(updated -> updated.status().getState())
        .containsExactly(TASK_UNKNOWN, TASK_RUNNING);
  }

  @Test
  void anAcceptThatTheMasterRefusesDropsItsTasks() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    driver.nextCallbackAsks(
        new Action.Accept(
            List.of(new OfferId("o1")), List.of(Samples.launch(Samples.task("t1", "a1")))));
    driver.event(Samples.offers(Samples.offer("o1", "a1")));

    driver.answered(400, "no such thing");

    assertThat(driver.deliveries(Delivery.CallRefused.class))
        .containsExactly(new Delivery.CallRefused("ACCEPT", 400, "no such thing"));
    assertThat(driver.deliveries(Delivery.Updated.class))
        .extracting(updated -> updated.status().getState())
        .containsExactly(TASK_DROPPED);
  }

  @Test
  void aHandlerThatThrowsEndsTheDriverWithoutAnAcknowledgement() {
    DriverUnderTest driver = DriverUnderTest.subscribed().slowCallbacks();
    IllegalStateException bug = new IllegalStateException("bug");
    driver.event(Samples.update(RUNNING)).event(Samples.update(FINISHED)).forget();

    driver.when(new DriverInput.Crashed(bug));

    assertThat(driver.effects())
        .contains(new DriverEffect.CloseStream(1))
        .endsWith(new DriverEffect.Finish(new Outcome.Crashed(bug)))
        .noneMatch(effect -> effect instanceof DriverEffect.Deliver)
        .noneMatch(effect -> effect instanceof DriverEffect.Send);
  }
}
