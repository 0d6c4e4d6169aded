package io.proffer.service.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.service.model.Backoff;
import io.proffer.service.model.Container;
import io.proffer.service.model.KillSelection;
import io.proffer.service.model.UnreachableStrategy;
import io.proffer.service.model.UpgradeStrategy;
import io.proffer.service.model.Volume;
import java.time.Duration;
import java.util.Optional;

/** Reads what says when instances are launched, replaced and killed. */
final class SchedulingReader {

  private static final int SECONDS_MAX = 1_000_000_000;

  private SchedulingReader() {}

  static UpgradeStrategy upgradeStrategy(Fields app, boolean single, boolean stateful) {
    double minimum = single ? 0 : stateful ? 0.5 : 1;
    double over = single || stateful ? 0 : 1;
    UpgradeStrategy strategy =
        app.object(
                "upgradeStrategy",
                f ->
                    new UpgradeStrategy(
                        f.number("minimumHealthCapacity", minimum, 0),
                        f.number("maximumOverCapacity", over, 0)))
            .orElse(new UpgradeStrategy(minimum, over));
    if (strategy.minimumHealthCapacity() > 1) {
      app.broken("upgradeStrategy/minimumHealthCapacity", "is greater than 1.0");
    }
    if (strategy.maximumOverCapacity() > 1) {
      app.broken("upgradeStrategy/maximumOverCapacity", "is greater than 1.0");
    }
    if (single && (strategy.minimumHealthCapacity() > 0 || strategy.maximumOverCapacity() > 0)) {
      app.broken(
          "upgradeStrategy",
          "must be 0 for maximumOverCapacity and minimumHealthCapacity"
              + " of single instance apps");
    }
    return strategy;
  }

  /** Whether what an app's instances keep may be used by one at a time. */
  static boolean keepsData(Optional<Container> container) {
    return has(container, Volume.External.class) || isResident(container);
  }

  static boolean isResident(Optional<Container> container) {
    return has(container, Volume.Persistent.class);
  }

  private static boolean has(Optional<Container> container, Class<? extends Volume> kind) {
    return container.map(Container::volumes).stream()
        .anyMatch(volumes -> volumes.stream().anyMatch(kind::isInstance));
  }

  static Backoff backoff(Fields app) {
    return new Backoff(
        Duration.ofMillis(Math.round(app.number("backoffSeconds", 1, 0) * 1000)),
        app.number("backoffFactor", 1.15, 1),
        Duration.ofSeconds(app.integer("maxLaunchDelaySeconds", 300, 0, SECONDS_MAX)));
  }

  /** As pods have it: together, and under shorter names. */
  static Backoff podBackoff(Fields f) {
    return new Backoff(
        Duration.ofMillis(Math.round(f.number("backoff", 1, 0) * 1000)),
        f.number("backoffFactor", 1.15, 1),
        Duration.ofSeconds(f.integer("maxLaunchDelay", 300, 0, SECONDS_MAX)));
  }

  static UnreachableStrategy unreachable(Fields app, boolean resident) {
    Optional<JsonNode> written = app.present("unreachableStrategy");
    if (written.filter(node -> node.asText().equals("disabled")).isPresent()) {
      return new UnreachableStrategy.Wait();
    }
    if (written.isEmpty() && resident) {
      return new UnreachableStrategy.Wait();
    }
    UnreachableStrategy.Replace replace =
        app.object(
                "unreachableStrategy",
                f ->
                    new UnreachableStrategy.Replace(
                        Duration.ofSeconds(f.integer("inactiveAfterSeconds", 0, 0, SECONDS_MAX)),
                        Duration.ofSeconds(f.integer("expungeAfterSeconds", 0, 0, SECONDS_MAX))))
            .orElse(new UnreachableStrategy.Replace(Duration.ZERO, Duration.ZERO));
    if (replace.inactiveAfter().compareTo(replace.expungeAfter()) > 0) {
      app.broken(
          "unreachableStrategy",
          "inactiveAfterSeconds must be less or equal to expungeAfterSeconds");
    }
    return replace;
  }

  static KillSelection killSelection(Fields app) {
    return app.choice(
        "killSelection", KillSelection.YOUNGEST_FIRST, Enum::name, KillSelection.values());
  }
}
