package io.proffer.service.kernel;

import io.proffer.core.bounded.BoundedMap;
import io.proffer.service.matching.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Offer;

/** Why instances of an app are not launched: what became of the offers it has seen. */
final class WaitReport {

  private static final int MAX_UNUSED = 10;
  private static final int MAX_AGENTS = 10_000;

  private final Map<Rejection.Reason, Integer> attempt = new EnumMap<>(Rejection.Reason.class);
  private final Map<String, Set<Rejection.Reason>> lastByAgent = BoundedMap.ofNewest(MAX_AGENTS);
  private final Map<String, UnusedOffer> unused = new LinkedHashMap<>();
  private final Map<Rejection.Reason, QueueEntry.Example> examples =
      new EnumMap<>(Rejection.Reason.class);
  private int processed;
  private int rejected;
  private Optional<Instant> lastUsed = Optional.empty();
  private Optional<Instant> lastUnused = Optional.empty();

  /** What was made of all this last; empty when something was added since. */
  private Optional<QueueEntry.Offers> summary = Optional.empty();

  /** An offer that did not fit. */
  record UnusedOffer(Offer offer, List<Rejection> reasons, Instant at) {}

  void used(String agent, Instant now) {
    summary = Optional.empty();
    processed++;
    lastUsed = Optional.of(now);
    lastByAgent.put(agent, Set.of());
    unused.remove(agent);
    examples.values().removeIf(example -> example.agentId().equals(agent));
  }

  void unused(Offer offer, List<Rejection> reasons, Instant now) {
    summary = Optional.empty();
    processed++;
    rejected++;
    lastUnused = Optional.of(now);
    Set<Rejection.Reason> kinds = EnumSet.noneOf(Rejection.Reason.class);
    reasons.forEach(rejection -> kinds.add(rejection.reason()));
    kinds.forEach(kind -> attempt.merge(kind, 1, Integer::sum));
    String agent = offer.getAgentId().getValue();
    lastByAgent.put(agent, kinds);
    unused.remove(agent);
    unused.put(agent, new UnusedOffer(offer, reasons, now));
    for (Rejection rejection : reasons) {
      examples.merge(
          rejection.reason(),
          new QueueEntry.Example(
              agent, offer.getHostname(), rejection.words(), kinds.size() == 1, now),
          QueueEntry.Example::better);
    }
    if (unused.size() > MAX_UNUSED) {
      unused.remove(unused.keySet().iterator().next());
    }
  }

  QueueEntry.Offers summary() {
    QueueEntry.Offers known = summary.orElseGet(this::summed);
    summary = Optional.of(known);
    return known;
  }

  private QueueEntry.Offers summed() {
    List<QueueEntry.Unused> last = new ArrayList<>();
    unused.values().forEach(u -> last.add(new QueueEntry.Unused(u.offer(), u.reasons(), u.at())));
    Map<Rejection.Reason, Integer> byAgent = new EnumMap<>(Rejection.Reason.class);
    lastByAgent.values().forEach(kinds -> kinds.forEach(k -> byAgent.merge(k, 1, Integer::sum)));
    return new QueueEntry.Offers(
        processed,
        rejected,
        lastUsed,
        lastUnused,
        Collections.unmodifiableMap(byAgent),
        lastByAgent.size(),
        copyOfAttempt(),
        last,
        Collections.unmodifiableMap(copyOfExamples()));
  }

  private Map<Rejection.Reason, QueueEntry.Example> copyOfExamples() {
    Map<Rejection.Reason, QueueEntry.Example> copy = new EnumMap<>(Rejection.Reason.class);
    copy.putAll(examples);
    return copy;
  }

  /** The reasons that stand in the way of most agents, for people; empty without an offer. */
  Optional<String> words() {
    Map<Rejection.Reason, Integer> byAgent = new EnumMap<>(Rejection.Reason.class);
    lastByAgent.values().forEach(kinds -> kinds.forEach(k -> byAgent.merge(k, 1, Integer::sum)));
    return byAgent.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(
            most ->
                "%s at %d of %d agents%s"
                    .formatted(
                        most.getKey(),
                        most.getValue(),
                        lastByAgent.size(),
                        Optional.ofNullable(examples.get(most.getKey()))
                            .map(e -> " (" + e.hostname() + ": " + e.words() + ")")
                            .orElse("")));
  }

  private Map<Rejection.Reason, Integer> copyOfAttempt() {
    Map<Rejection.Reason, Integer> copy = new EnumMap<>(Rejection.Reason.class);
    copy.putAll(attempt);
    return Collections.unmodifiableMap(copy);
  }
}
