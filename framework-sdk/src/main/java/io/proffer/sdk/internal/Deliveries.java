package io.proffer.sdk.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/** The callbacks to make, one at a time: the next goes out when the one before has returned. */
final class Deliveries {

  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private final OfferBook offers;
  private final Outbox out;
  private boolean handling;

  Deliveries(OfferBook offers, Outbox out) {
    this.offers = offers;
    this.out = out;
  }

  void add(Delivery delivery) {
    waiting.add(delivery);
    next();
  }

  /** The callback that was out has returned. */
  void returned() {
    handling = false;
    next();
  }

  /** No further callback is made. */
  void close() {
    waiting.clear();
    handling = true;
  }

  private void next() {
    while (!handling && !waiting.isEmpty()) {
      Delivery delivery = waiting.remove();
      if (delivery instanceof Delivery.Offered offered) {
        delivery = new Delivery.Offered(offers.stillValid(offered.offers()));
      }
      if (!(delivery instanceof Delivery.Offered offered && offered.offers().isEmpty())) {
        handling = true;
        out.deliver(delivery);
      }
    }
  }
}
