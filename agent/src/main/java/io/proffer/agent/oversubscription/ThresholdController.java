package io.proffer.agent.oversubscription;

import io.proffer.agent.oversubscription.UsageSample.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Evicts one revocable container at a time: while memory is short the one that holds most of it,
 * while the processors are the one that uses them most. Memory is free at once; the load, being an
 * average, is given a minute to fall before the next has to go.
 */
final class ThresholdController implements QosController {

  private static final Duration LOAD_SETTLES = Duration.ofMinutes(1);

  private final Thresholds thresholds;
  private Optional<Instant> evictedForLoad = Optional.empty();

  ThresholdController(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  @Override
  public Correction correct(UsageSample sample) {
    HostUse host = sample.host();
    boolean memoryShort = host.availablePart() < thresholds.minAvailableMemory();
    boolean overloaded = host.loadPerCpu() > thresholds.maxLoadPerCpu();
    if (memoryShort) {
      return new Correction(
          true,
          evict(
              sample,
              "mem",
              "%.0f %% of the machine's memory is available, which is less than %.0f %%",
              host.availablePart() * 100,
              thresholds.minAvailableMemory() * 100));
    }
    if (overloaded && settled(sample.at())) {
      List<Eviction> evicted =
          evict(
              sample,
              "cpus",
              "the machine's load is %.2f for each processor, which is more than %.2f",
              host.loadPerCpu(),
              thresholds.maxLoadPerCpu());
      if (!evicted.isEmpty()) {
        evictedForLoad = Optional.of(sample.at());
      }
      return new Correction(true, evicted);
    }
    return new Correction(overloaded, List.of());
  }

  private boolean settled(Instant now) {
    return evictedForLoad.map(at -> !now.isBefore(at.plus(LOAD_SETTLES))).orElse(true);
  }

  private static List<Eviction> evict(
      UsageSample sample, String resource, String why, double is, double line) {
    return sample.holders().stream()
        .filter(Holder::revocable)
        .max(
            Comparator.comparingLong((Holder h) -> h.usedMillis(resource))
                .thenComparing(Holder::container))
        .map(h -> List.of(new Eviction(h.container(), String.format(Locale.ROOT, why, is, line))))
        .orElse(List.of());
  }
}
