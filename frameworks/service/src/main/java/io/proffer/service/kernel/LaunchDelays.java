package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long each app waits before more of it is launched, because instances of it have failed. */
final class LaunchDelays {

  private final ServiceState state;
  private final Outbox out;

  LaunchDelays(ServiceState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** An instance has failed: the next launch is later. */
  void failed(App app, Instant now) {
    Instant config = app.versions().lastConfigChangeAt();
    Duration span =
        state
            .delay(app.id())
            .filter(known -> known.config().equals(config))
            .filter(known -> !known.until().plus(app.spec().backoff().limit()).isBefore(now))
            .map(known -> app.spec().backoff().after(known.span()))
            .orElse(app.spec().backoff().initial());
    LaunchDelay delay = new LaunchDelay(app.id(), config, span, now.plus(span));
    out.fact(new Fact.LaunchDelayed(delay));
  }

  /** Until when the app waits; empty if it does not. */
  Optional<Instant> until(App app, Instant now) {
    return state
        .delay(app.id())
        .filter(known -> known.config().equals(app.versions().lastConfigChangeAt()))
        .map(LaunchDelay::until)
        .filter(until -> until.isAfter(now));
  }

  /** The app waits no more. */
  void reset(PathId app) {
    if (state.delay(app).isPresent()) {
      out.fact(new Fact.DelayRemoved(app));
    }
  }
}
