package io.proffer.sdk.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects the effects of one input, in order. */
final class Outbox {

  private final List<DriverEffect> effects = new ArrayList<>();

  void add(DriverEffect effect) {
    effects.add(effect);
  }

  void startTimer(TimerKey key, Duration delay) {
    add(new DriverEffect.StartTimer(key, delay));
  }

  void cancelTimer(TimerKey key) {
    add(new DriverEffect.CancelTimer(key));
  }

  void deliver(Delivery delivery) {
    add(new DriverEffect.Deliver(delivery));
  }

  DriverDecision drain() {
    DriverDecision decision = new DriverDecision(effects);
    effects.clear();
    return decision;
  }
}
