package io.proffer.batch.kernel;

import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.Locality;
import io.proffer.core.bounded.BoundedMap;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Delay scheduling: a run that says where its data is lets offers of other agents pass for a while.
 * An array waits anew with each task that was placed near its data: as long as there is such room
 * now and then, the others may have the rest. Not thread-safe.
 */
final class Nearness {

  private static final int MAX_ARRAYS = 10_000;

  /** When arrays began to wait, those that have had tasks near their data. */
  private final Map<String, Instant> waitingSince = BoundedMap.ofNewest(MAX_ARRAYS);

  /** The places that will do now; empty: any. */
  List<Constraint> places(Run run, Instant now) {
    return run.extensions()
        .locality()
        .map(locality -> locality.after(Duration.between(since(run), now)))
        .orElse(List.of());
  }

  private Instant since(Run run) {
    Instant known = waitingSince.get(holder(run));
    return known == null || known.isBefore(run.due()) ? run.due() : known;
  }

  private static String holder(Run run) {
    return Lease.of(run, Instant.EPOCH).holder();
  }

  /** The places that are tried before any other, the best first. */
  List<Constraint> inTurn(Run run, Instant now) {
    List<Constraint> places = places(run, now);
    return places.isEmpty()
        ? run.extensions().locality().map(Locality::prefer).orElse(List.of())
        : places;
  }

  /** Whether places will do that would not have done earlier. */
  boolean loosens(Run run, Instant earlier, Instant now) {
    return run.extensions().locality().isPresent()
        && places(run, earlier).size() != places(run, now).size();
  }

  /** That an offer is of one of these places; if there are none any will do. */
  static Requirement near(List<Constraint> places) {
    return offer ->
        places.isEmpty() || places.stream().anyMatch(place -> isAt(place, offer))
            ? Optional.empty()
            : Optional.of("is to be near its data for now: " + words(places));
  }

  private static boolean isAt(Constraint place, OfferView offer) {
    return place.problem(TaskMaker.value(place, offer)).isEmpty();
  }

  private static String words(List<Constraint> places) {
    return places.stream().map(Constraint::toString).collect(Collectors.joining(" or "));
  }

  /** A task was placed. */
  void placed(Run run, OfferView where, Instant now) {
    Optional<Locality> locality = run.extensions().locality();
    if (locality.isEmpty() || !run.isArray()) {
      return;
    }
    List<Constraint> prefer = locality.get().prefer();
    for (int i = 0; i < prefer.size(); i++) {
      if (isAt(prefer.get(i), where)) {
        waitingSince.put(holder(run), now.minus(locality.get().patience().multipliedBy(i)));
        return;
      }
    }
  }

  /** What a run waits for, for people; empty where any place will do. */
  Optional<String> report(Run run, Instant now) {
    List<Constraint> places = places(run, now);
    if (places.isEmpty()) {
      return Optional.empty();
    }
    Locality locality = run.extensions().locality().orElseThrow();
    return Optional.of(
        "it waits for a place near its data, %s; from %s on any will do"
            .formatted(words(places), since(run).plus(locality.longest())));
  }
}
