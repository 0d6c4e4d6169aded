package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import io.proffer.batch.model.RunSpec;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Placement;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Puts runs on what is offered, and remembers why others still wait. */
final class Launcher {

  private static final int MAX_MISSES = 20;
  private static final int MAX_REPORTS = 10_000;

  private final BatchState state;
  private final Outbox out;

  private final Map<JobId, Waiting> reports =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Waiting> eldest) {
          return size() > MAX_REPORTS;
        }
      };

  /**
   * What became of the offers that a job's runs were tried on last.
   *
   * @param misses why, for the first ones
   */
  record Waiting(RunSpec spec, Instant at, int offers, List<String> misses) {}

  Launcher(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Whether a run is to be launched now. */
  boolean isReady(Run run, Instant now) {
    return run.active().isEmpty()
        && run.stopped().isEmpty()
        && !run.due().isAfter(now)
        && (!run.inTurn() || state.isFirst(run));
  }

  /** Whether any run is to be launched now. */
  boolean wantsOffers(Instant now) {
    return state.anyRun(run -> isReady(run, now));
  }

  /** Why a job's runs were not launched when they were tried last. */
  Optional<Waiting> report(Run run) {
    return Optional.ofNullable(reports.get(run.job()))
        .filter(waiting -> waiting.spec().equals(run.spec()));
  }

  /**
   * Puts on the offers what fits, the earliest run first; one that fits nowhere does not keep
   * others waiting.
   */
  void offered(Offers offers, Instant now) {
    Map<JobId, RunSpec> hopeless = new HashMap<>();
    for (Run run : state.runs()) {
      if (isReady(run, now) && !isHopeless(run, hopeless)) {
        switch (offers.launch(TaskMaker.task(run, run.nextAttempt()))) {
          case Placement.Placed placed -> launched(run, placed, now);
          case Placement.Unplaced unplaced -> {
            hopeless.put(run.job(), run.spec());
            List<String> misses =
                unplaced.misses().stream().limit(MAX_MISSES).map(m -> m.toString()).toList();
            reports.remove(run.job());
            reports.put(run.job(), new Waiting(run.spec(), now, offers.size(), misses));
          }
        }
      }
    }
  }

  private static boolean isHopeless(Run run, Map<JobId, RunSpec> hopeless) {
    RunSpec tried = hopeless.get(run.job());
    return tried != null && tried.equals(run.spec());
  }

  private void launched(Run run, Placement.Placed placed, Instant now) {
    TaskInfo task = placed.info();
    OfferView offer = placed.offer();
    Run launched =
        run.withAttempt(
            new Attempt(
                run.nextAttempt(),
                task.getTaskId().getValue(),
                task.getAgentId().getValue(),
                offer.hostname(),
                url(offer.toProto()),
                now,
                Attempt.LAUNCHED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    out.fact(new Fact.RunSet(launched));
    out.notice(new Notice.RunUpdated(launched));
  }

  private static String url(Offer offer) {
    if (!offer.hasUrl()) {
      return "";
    }
    Address address = offer.getUrl().getAddress();
    String host = address.getIp().isEmpty() ? address.getHostname() : address.getIp();
    return offer.getUrl().getScheme() + "://" + host + ":" + address.getPort();
  }
}
