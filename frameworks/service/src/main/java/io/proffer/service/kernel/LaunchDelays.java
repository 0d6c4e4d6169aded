package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long each app waits before more of it is launched, because instances of it have failed. Kept
 * in memory only: a new process gives each app a new chance.
 */
final class LaunchDelays {

  private record Wait(Instant config, Duration span, Instant until) {}

  private final Map<PathId, Wait> waits = new LinkedHashMap<>();

  /** An instance has failed: the next launch is later. */
  void failed(App app, Instant now) {
    Wait known = waits.get(app.id());
    boolean fresh =
        known == null
            || !known.config().equals(app.versions().lastConfigChangeAt())
            || known.until().plus(app.spec().backoff().limit()).isBefore(now);
    Duration span =
        fresh || known == null
            ? app.spec().backoff().initial()
            : app.spec().backoff().after(known.span());
    waits.put(app.id(), new Wait(app.versions().lastConfigChangeAt(), span, now.plus(span)));
  }

  /** Until when the app waits; empty if it does not. */
  Optional<Instant> until(App app, Instant now) {
    Wait known = waits.get(app.id());
    return known != null
            && known.config().equals(app.versions().lastConfigChangeAt())
            && known.until().isAfter(now)
        ? Optional.of(known.until())
        : Optional.empty();
  }

  /** The app waits no more. */
  void reset(PathId app) {
    waits.remove(app);
  }
}
