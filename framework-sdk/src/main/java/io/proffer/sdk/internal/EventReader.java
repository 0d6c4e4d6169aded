package io.proffer.sdk.internal;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.OfferId;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Event;

/** Turns the events of a subscription that is up into callbacks. */
final class EventReader {

  private final DriverParts parts;

  EventReader(DriverParts parts) {
    this.parts = parts;
  }

  void read(Event event) {
    switch (event.getType()) {
      case OFFERS -> offers(event.getOffers().getOffersList());
      case RESCIND -> parts.offers().rescinded(OfferId.of(event.getRescind().getOfferId()));
      case UPDATE -> parts.update(event.getUpdate().getStatus());
      case MESSAGE -> message(event.getMessage());
      case FAILURE -> failure(event.getFailure());
      // SUBSCRIBED and ERROR are the kernel's own business.
      case SUBSCRIBED, ERROR, HEARTBEAT, UNKNOWN -> {}
      case UPDATE_OPERATION_STATUS ->
          parts
              .deliveries()
              .add(new Delivery.OperationUpdated(event.getUpdateOperationStatus().getStatus()));
      case INVERSE_OFFERS ->
          parts
              .deliveries()
              .add(new Delivery.InverseOffered(event.getInverseOffers().getInverseOffersList()));
      case RESCIND_INVERSE_OFFER ->
          parts
              .deliveries()
              .add(
                  new Delivery.InverseRescinded(
                      OfferId.of(event.getRescindInverseOffer().getInverseOfferId())));
    }
  }

  private void offers(List<Offer> offers) {
    parts.offers().offered(offers);
    parts.deliveries().add(new Delivery.Offered(offers));
  }

  private void message(Event.Message message) {
    AgentId agent = AgentId.of(message.getAgentId());
    ExecutorId executor = ExecutorId.of(message.getExecutorId());
    parts.deliveries().add(new Delivery.Message(agent, executor, message.getData()));
  }

  /** With an executor it is the executor that ended, without one the agent. */
  private void failure(Event.Failure failure) {
    AgentId agent = AgentId.of(failure.getAgentId());
    if (failure.hasExecutorId()) {
      ExecutorId executor = ExecutorId.of(failure.getExecutorId());
      parts.deliveries().add(new Delivery.ExecutorEnded(agent, executor, failure.getStatus()));
    } else {
      parts.deliveries().add(new Delivery.AgentLost(agent));
    }
  }
}
