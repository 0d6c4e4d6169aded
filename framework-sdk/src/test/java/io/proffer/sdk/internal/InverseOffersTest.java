package io.proffer.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.model.OfferId;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** Questions about maintenance reach the scheduler, and its answers the master. */
class InverseOffersTest {
  private static final OfferId ID = new OfferId("i1");
  private static final InverseOffer OFFER =
      InverseOffer.newBuilder()
          .setId(ID.toProto())
          .setFrameworkId(DriverUnderTest.ID.toProto())
          .setUnavailability(
              Unavailability.newBuilder().setStart(TimeInfo.newBuilder().setNanoseconds(1)))
          .build();
  private static final Event ASKED =
      Event.newBuilder()
          .setType(Event.Type.INVERSE_OFFERS)
          .setInverseOffers(Event.InverseOffers.newBuilder().addInverseOffers(OFFER))
          .build();

  @Test
  void whatIsNotAnsweredStaysOpen() {
    DriverUnderTest driver = DriverUnderTest.subscribed().forget();

    driver.event(ASKED);

    assertThat(driver.deliveries(Delivery.InverseOffered.class))
        .containsExactly(new Delivery.InverseOffered(List.of(OFFER)));
    assertThat(driver.callTypes()).isEmpty();
  }

  @Test
  void anAnswerSaysWhenToAskAgain() {
    DriverUnderTest driver =
        DriverUnderTest.subscribed()
            .nextCallbackAsks(new Action.AnswerInverse(ID, true, Duration.ofMinutes(1)));

    driver.event(ASKED);

    Call.AcceptInverseOffers accept =
        driver.call(Call.Type.ACCEPT_INVERSE_OFFERS).getAcceptInverseOffers();
    assertThat(accept.getInverseOfferIdsList()).containsExactly(ID.toProto());
    assertThat(accept.getFilters().getRefuseSeconds()).isEqualTo(60);
    driver.forget().acted(new Action.AnswerInverse(ID, false, Duration.ofSeconds(5)));
    Call.DeclineInverseOffers decline =
        driver.call(Call.Type.DECLINE_INVERSE_OFFERS).getDeclineInverseOffers();
    assertThat(decline.getInverseOfferIdsList()).containsExactly(ID.toProto());
    assertThat(decline.getFilters().getRefuseSeconds()).isEqualTo(5);
  }

  @Test
  void whatIsTakenBackIsSaid() {
    DriverUnderTest driver = DriverUnderTest.subscribed();

    driver.event(
        Event.newBuilder()
            .setType(Event.Type.RESCIND_INVERSE_OFFER)
            .setRescindInverseOffer(
                Event.RescindInverseOffer.newBuilder().setInverseOfferId(ID.toProto()))
            .build());

    assertThat(driver.deliveries(Delivery.InverseRescinded.class))
        .containsExactly(new Delivery.InverseRescinded(ID));
  }
}
