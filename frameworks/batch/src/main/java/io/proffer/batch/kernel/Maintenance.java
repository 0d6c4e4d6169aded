package io.proffer.batch.kernel;

import io.proffer.batch.model.Restart;
import io.proffer.core.model.Unavailability;
import io.proffer.sdk.InverseOfferView;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of runs on machines that are going to be worked on. Nothing begins there that would
 * not have ended in time; and it is no trouble if the machine goes as long as all that runs there
 * has ended by then, or may begin anew on another one.
 */
final class Maintenance {

  /** From so long before the time on nothing begins of which nobody knows how long it takes. */
  static final Duration LEAD = Duration.ofMinutes(10);

  /** When the operator's question is answered anew, as what runs there changes. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final BatchState state;
  private final Outbox out;

  Maintenance(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** That the agent stays for as long as a run takes that begins now. */
  static Requirement stays(Run run, Instant now) {
    return offer -> problem(run, offer, now);
  }

  /** Why a run is not to begin on an agent now; empty if it may. */
  static Optional<String> problem(Run run, OfferView offer, Instant now) {
    Duration needed = Backfill.longest(run).orElse(LEAD);
    return offer
        .unavailability()
        .filter(away -> !away.isOver(now) && away.start().isBefore(now.plus(needed)))
        .map(
            away ->
                Backfill.longest(run)
                        .map(most -> "the run may take %d s".formatted(most.toSeconds()))
                        .orElse("the run has no timeouts.run")
                    + ", and the maintenance of the agent begins at "
                    + away.start());
  }

  /** Answers whether the framework can do without these agents. */
  void asked(List<InverseOfferView> offers, Instant now) {
    for (InverseOfferView offer : offers) {
      Optional<String> blocked = blocked(offer.agent().value(), offer.unavailability(), now);
      out.action(
          new Action.AnswerInverse(offer.id(), blocked.isEmpty(), AGAIN, blocked.orElse("")));
    }
  }

  /** What stands in the way of the agent's going; empty if nothing does. */
  private Optional<String> blocked(String agent, Unavailability away, Instant now) {
    return away.isOver(now)
        ? Optional.empty()
        : state.runsOn(agent).stream()
            .filter(run -> !mayBeginAnew(run) && run.stopped().isEmpty())
            .filter(run -> !endsBefore(run, agent, away.start()))
            .findFirst()
            .map(run -> "run %s of %s may take longer".formatted(run.id(), run.job()));
  }

  /** What goes with its agent is charged to nobody. */
  private static boolean mayBeginAnew(Run run) {
    return run.spec().restart().policy() == Restart.Policy.ON_FAILURE;
  }

  private boolean endsBefore(Run run, String agent, Instant start) {
    Optional<Duration> longest = Backfill.longest(run);
    return longest.isPresent()
        && state.tasks(run).stream()
            .filter(task -> task.agentId().equals(agent))
            .map(task -> task.startedAt().orElse(task.launchedAt()))
            .noneMatch(from -> from.plus(longest.get()).isAfter(start));
  }
}
