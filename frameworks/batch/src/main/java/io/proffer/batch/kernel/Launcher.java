package io.proffer.batch.kernel;

import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.RunSpec;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Placement;
import io.proffer.sdk.TaskBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Puts runs on what is offered, and remembers why others still wait. */
final class Launcher {

  private static final int MAX_MISSES = 20;

  /** Tasks of one array on the offers of one event. */
  private static final int MAX_AT_ONCE = 2_000;

  private static final int MAX_REPORTS = 10_000;

  private final BatchState state;
  private final Outbox out;

  private final ArrayBook arrays;
  private final Standing standing;

  private final Map<Shape, Waiting> reports =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, Waiting> eldest) {
          return size() > MAX_REPORTS;
        }
      };

  /** What decides where a run fits: runs that are alike in it fit alike. */
  private record Shape(
      double cpus,
      double memMb,
      double diskMb,
      int gpus,
      List<Constraint> constraints,
      Optional<String> avoided) {
    static Shape of(Run run, Instant now) {
      RunSpec spec = run.spec();
      return new Shape(
          spec.cpus(),
          spec.memMb(),
          spec.diskMb(),
          spec.gpus(),
          spec.constraints(),
          Avoidance.agent(run, now));
    }
  }

  /**
   * What became of the offers that such runs were tried on last.
   *
   * @param misses why, for the first ones
   */
  record Waiting(Instant at, int offers, List<String> misses) {}

  Launcher(BatchState state, Outbox out, ArrayBook arrays, Standing standing) {
    this.state = state;
    this.out = out;
    this.arrays = arrays;
    this.standing = standing;
  }

  /** Whether a run is to be launched now. */
  boolean isReady(Run run, Instant now) {
    return (run.isArray()
            ? arrays.launchable(run, now) > 0
            : run.active().isEmpty() && !run.isCollecting())
        && run.stopped().isEmpty()
        && !state.isSuspended(run.job())
        && !run.due().isAfter(now)
        && (!run.inTurn() || state.isFirst(run));
  }

  /** Whether any run is to be launched now. */
  boolean wantsOffers(Instant now) {
    return state.anyRun(run -> isReady(run, now));
  }

  /** Why a run was not launched when such ones were tried last. */
  Optional<Waiting> report(Run run, Instant now) {
    return Optional.ofNullable(reports.get(Shape.of(run, now)));
  }

  /** Where a run that is ready stands among the others, and what quota it waits for. */
  List<String> standing(Run run, Instant now) {
    if (!isReady(run, now)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(standing.explain(run, ready(now)));
    standing.overQuota(run, FairShare.Who.of(run), standing.inUse(), now).ifPresent(lines::add);
    return lines;
  }

  /** The runs that are ready; an array as often as it could have tasks. */
  private List<Run> ready(Instant now) {
    List<Run> ready = new ArrayList<>();
    for (Run run : state.runs()) {
      if (isReady(run, now)) {
        int tasks = run.isArray() ? Math.min(MAX_AT_ONCE, arrays.launchable(run, now)) : 1;
        for (int i = 0; i < tasks; i++) {
          ready.add(run);
        }
      }
    }
    return ready;
  }

  /**
   * Puts on the offers what fits, in the order of {@link FairShare}; one that fits nowhere, or
   * whose quota is used up, does not keep others waiting.
   */
  void offered(Offers offers, Instant now) {
    standing.offered(offers, now);
    Standing.InUse used = standing.inUse();
    Set<Shape> hopeless = new HashSet<>();
    for (FairShare.Ranked ranked : standing.ranked(ready(now), used)) {
      Run run = ranked.run();
      Shape shape = Shape.of(run, now);
      if (!hopeless.contains(shape) && standing.overQuota(run, ranked.who(), used, now).isEmpty()) {
        int index = run.isArray() ? state.indexes(run).next(now).orElseThrow() : 0;
        int attempt = run.isArray() ? arrays.nextAttempt(run, index) : run.nextAttempt();
        TaskBuilder task = avoiding(TaskMaker.task(run, index, attempt), shape.avoided());
        switch (offers.launch(task)) {
          case Placement.Placed placed -> {
            launched(run, index, attempt, placed, now);
            used.add(ranked.who(), Amount.of(run.spec()));
            standing.launched(ranked.who(), now);
          }
          case Placement.Unplaced unplaced -> {
            hopeless.add(shape);
            List<String> misses =
                unplaced.misses().stream().limit(MAX_MISSES).map(m -> m.toString()).toList();
            reports.remove(shape);
            reports.put(shape, new Waiting(now, offers.size(), misses));
          }
        }
      }
    }
  }

  private static TaskBuilder avoiding(TaskBuilder task, Optional<String> agent) {
    return agent.isEmpty()
        ? task
        : task.requires(
            offer ->
                offer.agent().value().equals(agent.get())
                    ? Optional.of("needs another agent than the one where it failed")
                    : Optional.empty());
  }

  private void launched(Run run, int index, int number, Placement.Placed placed, Instant now) {
    TaskInfo task = placed.info();
    OfferView offer = placed.offer();
    Attempt attempt =
        new Attempt(
            number,
            task.getTaskId().getValue(),
            task.getAgentId().getValue(),
            offer.hostname(),
            url(offer.toProto()),
            now,
            Attempt.LAUNCHED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    if (run.isArray()) {
      arrays.launched(run, index, attempt);
      return;
    }
    Run launched = run.withAttempt(attempt);
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
