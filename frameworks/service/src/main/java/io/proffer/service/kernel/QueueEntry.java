package io.proffer.service.kernel;

import io.proffer.service.matching.Rejection;
import io.proffer.service.model.App;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;

/**
 * Instances that wait to be launched, and why they wait.
 *
 * @param delayedUntil before which nothing is launched, because instances have failed
 */
public record QueueEntry(
    App app, int count, Instant since, Optional<Instant> delayedUntil, Offers offers) {

  /**
   * What became of the offers seen while waiting.
   *
   * @param lastByReason of how many agents the last offer was of no use, for each reason
   * @param agents how many agents made offers
   * @param attemptByReason how many offers were of no use, for each reason
   * @param lastUnused the last offer of each of some agents
   * @param examples for each reason an agent that it holds for, as near to fitting as any
   */
  public record Offers(
      int processed,
      int unused,
      Optional<Instant> lastUsedAt,
      Optional<Instant> lastUnusedAt,
      Map<Rejection.Reason, Integer> lastByReason,
      int agents,
      Map<Rejection.Reason, Integer> attemptByReason,
      List<Unused> lastUnused,
      Map<Rejection.Reason, Example> examples) {}

  /**
   * An agent whose offer did not fit.
   *
   * @param only whether nothing else was in the way there
   */
  public record Example(String agentId, String hostname, String words, boolean only, Instant at) {

    /** The later of two, but one that lacks nothing else rather than one that does. */
    Example better(Example later) {
      return only && !later.only() && !agentId.equals(later.agentId()) ? this : later;
    }
  }

  /** An offer that was of no use, and why. */
  public record Unused(Offer offer, List<Rejection> reasons, Instant at) {}
}
