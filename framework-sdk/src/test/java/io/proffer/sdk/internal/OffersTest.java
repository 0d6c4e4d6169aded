package io.proffer.sdk.internal;

import static io.proffer.sdk.internal.DriverUnderTest.ID;
import static io.proffer.sdk.internal.DriverUnderTest.M1;
import static io.proffer.sdk.internal.DriverUnderTest.M2;
import static org.apache.mesos.v1.Protos.TaskState.TASK_DROPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.proffer.core.model.OfferId;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** What is offered is used, declined for a fitting time, or void. */
class OffersTest {

  private static final Offer O1 = Samples.offer("o1", "a1");
  private static final Offer O2 = Samples.offer("o2", "a2");

  @Test
  void acceptsWhatIsUsedAndDeclinesTheRest() {
    DriverUnderTest driver = DriverUnderTest.subscribed().nextCallbackAsks(acceptO1());

    driver.event(Samples.offers(O1, O2));

    assertThat(driver.callTypes()).containsExactly(Call.Type.ACCEPT, Call.Type.DECLINE);
    assertThat(driver.call(Call.Type.ACCEPT).getAccept().getOfferIdsList())
        .containsExactly(O1.getId());
    assertThat(driver.call(Call.Type.ACCEPT).getAccept().getFilters().getRefuseSeconds())
        .isEqualTo(5);
    assertThat(driver.call(Call.Type.DECLINE).getDecline().getOfferIdsList())
        .containsExactly(O2.getId());
  }

  @Test
  void keepsWhatIsHeldUntilItIsReleased() {
    DriverUnderTest driver =
        DriverUnderTest.subscribed().nextCallbackAsks(new Action.Hold(OfferId.of(O1.getId())));

    driver.event(Samples.offers(O1, O2));

    assertThat(driver.callTypes()).containsExactly(Call.Type.DECLINE);
    assertThat(driver.call(Call.Type.DECLINE).getDecline().getOfferIdsList())
        .containsExactly(O2.getId());
    driver.forget().acted(acceptO1());
    assertThat(driver.callTypes()).containsExactly(Call.Type.ACCEPT);
  }

  @Test
  void whatIsPutOnAHeldOfferThatIsLostIsDropped() {
    DriverUnderTest driver =
        DriverUnderTest.subscribed().nextCallbackAsks(new Action.Hold(OfferId.of(O1.getId())));
    driver.event(Samples.offers(O1)).resubscribed().forget();

    driver.acted(acceptO1());

    assertThat(driver.callTypes()).doesNotContain(Call.Type.ACCEPT);
    assertThat(driver.deliveries(Delivery.Updated.class))
        .extracting(updated -> updated.status().getState())
        .containsExactly(TASK_DROPPED);
  }

  @Test
  void refusesLongerEachTimeTheSchedulerDoesNotUseAnAgent() {
    DriverUnderTest driver = DriverUnderTest.subscribed();

    for (double seconds : new double[] {5, 10, 20, 40, 60, 60}) {
      driver.forget().event(Samples.offers(O1));
      assertThat(declined(driver)).isCloseTo(seconds, within(seconds / 10));
    }
  }

  @Test
  void startsWithAShortRefusalAgainAfterUsingAnAgent() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    driver.event(Samples.offers(O1)).event(Samples.offers(O1)).event(Samples.offers(O1));
    driver.nextCallbackAsks(acceptO1()).event(Samples.offers(O1));

    driver.forget().event(Samples.offers(O1));

    assertThat(declined(driver)).isCloseTo(5, within(0.5));
  }

  @Test
  void refusesForAnHourAndAsksForNoMoreWhenTheSchedulerWantsNone() {
    DriverUnderTest driver = DriverUnderTest.subscribed().schedulerWantsOffers(false);

    driver.event(Samples.offers(O1));

    assertThat(declined(driver)).isEqualTo(3600);
    assertThat(driver.call(Call.Type.SUPPRESS).getSuppress().getRolesList()).isEmpty();
  }

  @Test
  void asksForOffersAtOnceWhenWorkAppears() {
    DriverUnderTest driver = DriverUnderTest.subscribed().schedulerWantsOffers(false);
    driver.event(Samples.offers(O1)).forget();

    driver.schedulerWantsOffers(true).acted(new Action.RunAfter(1, Duration.ZERO));
    driver.passing(Duration.ZERO);

    assertThat(driver.callTypes()).containsExactly(Call.Type.REVIVE);
  }

  @Test
  void subscribesWithItsRolesSuppressedWhenTheSchedulerWantsNoOffers() {
    DriverUnderTest driver = DriverUnderTest.subscribed().schedulerWantsOffers(false);
    driver.event(Samples.offers(O1)).forget().leader(M2);
    assertThat(driver.lastOpened().subscribe().getSubscribe().getSuppressedRolesList())
        .containsExactly("*");

    driver.schedulerWantsOffers(true).open().event(Samples.subscribed(ID));

    assertThat(driver.callTypes()).contains(Call.Type.REVIVE);
  }

  @Test
  void reviveForgetsHowOftenWasRefused() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    driver.event(Samples.offers(O1)).event(Samples.offers(O1)).event(Samples.offers(O1));

    driver.acted(new Action.Revive()).forget().event(Samples.offers(O1));

    assertThat(declined(driver)).isCloseTo(5, within(0.5));
  }

  @Test
  void declinesForAsLongAsTheSchedulerSays() {
    DriverUnderTest driver = DriverUnderTest.subscribed();
    driver.nextCallbackAsks(
        new Action.Decline(List.of(new OfferId("o1")), Duration.ofMillis(1500)));

    driver.event(Samples.offers(O1));

    assertThat(declined(driver)).isEqualTo(1.5);
  }

  @Test
  void aRescindedOfferThatWaitsIsNotOfferedToTheScheduler() {
    DriverUnderTest driver = DriverUnderTest.subscribed().slowCallbacks();
    driver.event(Samples.offers(O2)).event(Samples.offers(O1)).event(Samples.rescind("o1"));

    driver.returned(new Delivery.Offered(List.of(O2)));

    assertThat(driver.deliveries()).containsExactly(new Delivery.Offered(List.of(O2)));
  }

  @Test
  void tasksOnOffersOfALostSubscriptionAreDropped() {
    DriverUnderTest driver = DriverUnderTest.subscribed().slowCallbacks();
    driver.event(Samples.offers(O1)).streamLost().leader(M1);

    driver.returned(new Delivery.Offered(List.of(O1)), acceptO1());
    driver.returned(new Delivery.Disconnected());

    assertThat(driver.calls()).isEmpty();
    assertThat(driver.deliveries(Delivery.Updated.class))
        .extracting(updated -> updated.status().getState())
        .containsExactly(TASK_DROPPED);
  }

  private static Action acceptO1() {
    return new Action.Accept(
        List.of(new OfferId("o1")), List.of(Samples.launch(Samples.task("t1", "a1"))));
  }

  private static double declined(DriverUnderTest driver) {
    return driver.call(Call.Type.DECLINE).getDecline().getFilters().getRefuseSeconds();
  }
}
