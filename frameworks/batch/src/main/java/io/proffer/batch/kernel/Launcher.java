package io.proffer.batch.kernel;

import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.RunSpec;
import io.proffer.core.bounded.BoundedMap;
import io.proffer.core.model.Resources;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Placement;
import io.proffer.sdk.TaskBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Puts runs on what is offered, and remembers why others still wait. */
final class Launcher {

  /** Tasks of one array on the offers of one event. */
  private static final int MAX_AT_ONCE = 2_000;

  private static final int MAX_REPORTS = 10_000;

  /** How long offers are wanted after a launch for what follows when a task ends. */
  static final Duration LINGER = Duration.ofSeconds(5);

  private final BatchState state;
  private final Outbox out;

  private final ArrayBook arrays;
  private final Standing standing;
  private final Shelf shelf;
  private final Accumulators accumulators;
  private final GangPlacer gangs;
  private final Head head;
  private final GangBook gangBook;
  private final Preemptor preemptor;
  private final Nearness nearness = new Nearness();
  private Instant ticked = Instant.EPOCH;

  private Instant launchedAt = Instant.EPOCH;

  private final Map<Shape, Waiting> reports = BoundedMap.ofNewest(MAX_REPORTS);

  /** What decides where a run fits: runs that are alike in it fit alike. */
  private record Shape(
      double cpus,
      double memMb,
      double diskMb,
      int gpus,
      List<Constraint> constraints,
      Optional<Duration> longest,
      List<Constraint> near,
      Optional<String> avoided) {
    static Shape of(Run run, List<Constraint> near, Instant now) {
      RunSpec spec = run.spec();
      return new Shape(
          spec.cpus(),
          spec.memMb(),
          spec.diskMb(),
          spec.gpus(),
          spec.constraints(),
          Backfill.longest(run),
          near,
          Avoidance.agent(run, now));
    }
  }

  /**
   * What became of the offers that such runs were tried on last.
   *
   * @param misses why, for the first ones
   */
  record Waiting(Instant at, int offers, List<String> misses) {}

  Launcher(BatchState state, Outbox out, RunBook book, Standing standing) {
    this.state = state;
    this.out = out;
    this.arrays = book.arrays();
    this.gangBook = book.gangs();
    this.standing = standing;
    this.shelf = new Shelf(out);
    this.head = new Head(state, standing.inventory());
    this.accumulators = new Accumulators(state, out, shelf, head);
    this.gangs = new GangPlacer(state, accumulators, standing);
    this.preemptor = new Preemptor(state, out, standing);
  }

  /**
   * Ends what was kept or gathered for long enough.
   *
   * @return whether a run takes now what it did not take before
   */
  boolean tick(Instant now) {
    accumulators.tick(now);
    shelf.tick(now);
    Predicate<Run> wantsAny = run -> isReady(run, now) && nearness.places(run, now).isEmpty();
    preemptor.tick(
        wantsAny, () -> ready(now, List.of()).stream().filter(wantsAny).toList(), head::keeps, now);
    Instant before = ticked;
    ticked = now;
    boolean slow = arrays.copies().plan(now);
    return slow || state.idle().stream().anyMatch(run -> nearness.loosens(run, before, now));
  }

  private Shape shape(Run run, Instant now) {
    return Shape.of(run, nearness.places(run, now), now);
  }

  /** That a run waits for a place near its data; empty where any will do. */
  Optional<String> nearness(Run run, Instant now) {
    return isReady(run, now) ? nearness.report(run, now) : Optional.empty();
  }

  /** Whether tasks were asked to end so that others have room. */
  boolean makesRoom() {
    return !preemptor.beneficiaries().isEmpty();
  }

  /** The agents on which something may be reserved. */
  ReservedAgents reservedAgents() {
    return accumulators.agents();
  }

  /** All offers are void. */
  void disconnected() {
    shelf.clear();
  }

  /** What a gang waits for, or what is kept for another run; empty if there is nothing to say. */
  Optional<String> roomReport(Run run) {
    return run.isGang() && state.gang(run).isWaiting()
        ? gangs.report(run)
        : head.report(run).or(() -> preemptor.report(run));
  }

  /** Whether a run is to be launched now. */
  boolean isReady(Run run, Instant now) {
    return (run.isArray()
            ? arrays.launchable(run, now) > 0
            : run.active().isEmpty() && !run.isCollecting())
        && mayBegin(run, now);
  }

  private boolean mayBegin(Run run, Instant now) {
    return run.stopped().isEmpty()
        && !state.isSuspended(run.job())
        && !run.due().isAfter(now)
        && (!run.inTurn() || state.isFirst(run));
  }

  /** Whether any run is to be launched now, or may be in a moment. */
  boolean wantsOffers(Instant now) {
    boolean givesBack = state.leases().isEmpty() && !state.reserved().isEmpty();
    boolean soon = launchedAt.plus(LINGER).isAfter(now);
    return givesBack
        || !arrays.copies().wanted().isEmpty()
        || state.idle().stream()
            .anyMatch(run -> isReady(run, now) || (soon && isThrottled(run, now)));
  }

  /** Whether a run has as many tasks as it may, and is to have more as soon as one ends. */
  boolean isThrottled(Run run, Instant now) {
    return run.isArray() && arrays.isThrottled(run, now) && mayBegin(run, now);
  }

  /** Why a run was not launched when such ones were tried last. */
  Optional<Waiting> report(Run run, Instant now) {
    return Optional.ofNullable(reports.get(shape(run, now)));
  }

  /** Where a run that is ready stands among the others, and what quota it waits for. */
  List<String> standing(Run run, Instant now) {
    if (!isReady(run, now)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(standing.explain(run, ready(now, List.of())));
    standing.overQuota(run, FairShare.Who.of(run), standing.inUse(), now).ifPresent(lines::add);
    return lines;
  }

  /**
   * The runs that are ready; an array as often as it could have tasks.
   *
   * @param room that there is for them; none: of no account
   */
  private List<Run> ready(Instant now, List<OfferView> room) {
    List<Amount> offered =
        room.stream()
            .map(offer -> Amount.of(Resources.of(offer.toProto().getResourcesList())))
            .toList();
    List<Run> ready = new ArrayList<>();
    for (Run run : state.idle()) {
      if (isReady(run, now)) {
        int tasks =
            run.isArray()
                ? Math.min(atOnce(Amount.of(run.spec()), offered), arrays.launchable(run, now))
                : 1;
        for (int i = 0; i < tasks; i++) {
          ready.add(run);
        }
      }
    }
    return ready;
  }

  /** How many tasks of an array are of interest: one more than fit, so that it is seen. */
  private static int atOnce(Amount each, List<Amount> offered) {
    long most = offered.isEmpty() ? MAX_AT_ONCE : 1;
    for (Amount room : offered) {
      most += each.timesIn(room);
    }
    return (int) Math.min(most, MAX_AT_ONCE);
  }

  /**
   * Puts on the offers what fits, in the order of {@link FairShare}; one that fits nowhere, or
   * whose quota is used up, does not keep others waiting, but for what is gathered for a gang.
   */
  void offered(Offers offers, Instant now) {
    standing.offered(offers, now);
    accumulators.tick(now);
    List<OfferView> room = shelf.with(offers, now);
    accumulators.sort(room, now);
    head.keep(room, head.run().filter(run -> isReady(run, now)).isPresent(), now);
    Standing.InUse used = standing.inUse();
    Map<String, List<OfferView>> kept = preemptor.take(room, run -> isReady(run, now), now);
    placeBeneficiaries(kept, room, used, now);
    Round round = new Round(room, new HashMap<>(), new HashMap<>(), now);
    for (FairShare.Ranked ranked : standing.ranked(ready(now, room), used)) {
      Run run = ranked.run();
      boolean lent = accumulators.lendsTo(run, now) || head.lendsTo(run, now);
      Tried how = new Tried(shape(run, now), lent);
      boolean gang = run.isGang() && state.gang(run).isWaiting();
      if ((gang || head.is(run) || !round.fits(how).isHopeless())
          && standing.overQuota(run, ranked.who(), used, now).isEmpty()) {
        int placed = gang ? begin(run, room, now) : launchOne(run, how, round, now);
        for (int i = 0; i < placed; i++) {
          used.add(ranked.who(), Amount.of(run.spec()));
          standing.launched(ranked.who(), now);
        }
        if (placed == 0 && !gang) {
          round.fits(how).giveUp();
        }
      }
    }
    placeCopies(room, used, now);
    preemptor.left(room, now);
    standing.roundEnded(now);
    shelf.release();
  }

  /** Those have their turn first that tasks were ended for, on what these have left. */
  private void placeBeneficiaries(
      Map<String, List<OfferView>> kept, List<OfferView> room, Standing.InUse used, Instant now) {
    for (Run run : preemptor.beneficiaries()) {
      FairShare.Who who = FairShare.Who.of(run);
      List<OfferView> its =
          preemptor
              .agent(run)
              .flatMap(agent -> Optional.ofNullable(kept.get(agent)))
              .orElse(List.of());
      Round own = new Round(its, new HashMap<>(), new HashMap<>(), now);
      if (!its.isEmpty()
          && isReady(run, now)
          && standing.overQuota(run, who, used, now).isEmpty()
          && launch(run, new Tried(shape(run, now), false), own, now)) {
        used.add(who, Amount.of(run.spec()));
        standing.launched(who, now);
        preemptor.placed(run);
        room.addAll(its);
      }
    }
  }

  /** On what is left there is room for second tasks, each on another agent than the first one. */
  private void placeCopies(List<OfferView> room, Standing.InUse used, Instant now) {
    arrays.copies().plan(now);
    for (CopyBook.Wanted copy : arrays.copies().wanted()) {
      Run run = copy.run();
      FairShare.Who who = FairShare.Who.of(run);
      if (mayBegin(run, now) && standing.overQuota(run, who, used, now).isEmpty()) {
        TaskBuilder task =
            TaskMaker.task(TaskMaker.template(run, now), run, copy.index(), copy.number());
        Optional<Placement.Placed> placed =
            new FirstFit(room).place(avoiding(task, Optional.of(copy.agent())));
        if (placed.isPresent()) {
          arrays.copies().launched(copy, attempt(copy.number(), placed.get(), now));
          used.add(who, Amount.of(run.spec()));
          standing.launched(who, now);
        }
      }
    }
    arrays.copies().plan(now);
  }

  /** Runs that fit alike, on what is free or on what is lent. */
  private record Tried(Shape shape, boolean lent) {}

  /**
   * What is done with the offers of one event.
   *
   * @param fits how far runs that are alike have got
   * @param templates of the tasks of runs
   */
  private record Round(
      List<OfferView> room,
      Map<Tried, FirstFit> fits,
      Map<String, TaskBuilder> templates,
      Instant now) {
    FirstFit fits(Tried how) {
      return fits.computeIfAbsent(how, tried -> new FirstFit(room));
    }

    TaskBuilder task(Run run, int index, int attempt) {
      TaskBuilder template =
          templates.computeIfAbsent(
              run.job() + "." + run.id(), name -> TaskMaker.template(run, now));
      return TaskMaker.task(template, run, index, attempt);
    }
  }

  private int launchOne(Run run, Tried how, Round round, Instant now) {
    boolean first = head.is(run);
    if (first) {
      head.giveBack(round.room());
      round.fits().clear(); // There may be room now where there was none.
    }
    if (launch(run, how, round, now)) {
      if (first) {
        head.placed();
      }
      return 1;
    }
    if (how.shape().near().isEmpty()) {
      head.unplaced(run, round.room(), now);
    }
    return 0;
  }

  private boolean launch(Run run, Tried tried, Round round, Instant now) {
    int index = run.isArray() ? state.indexes(run).next(now).orElseThrow() : 0;
    int attempt = run.isArray() ? arrays.nextAttempt(run, index) : run.nextAttempt();
    TaskBuilder anywhere = avoiding(round.task(run, index, attempt), tried.shape().avoided());
    TaskBuilder task = anywhere.requires(Nearness.near(tried.shape().near()));
    FirstFit fit = round.fits(tried);
    Optional<Placement.Placed> placed =
        placeNear(run, anywhere, tried, round, now).or(() -> fit.place(task));
    if (placed.isPresent()) {
      launched(run, index, attempt, placed.get(), now);
      return true;
    }
    Optional<Placement.Placed> lent =
        tried.lent()
            ? accumulators
                .lend(run, task, round.room(), now)
                .or(() -> head.lend(task, round.room()))
            : Optional.empty();
    if (lent.isPresent()) {
      launched(run, index, attempt, lent.get(), now);
      return true;
    }
    reports.remove(tried.shape());
    reports.put(tried.shape(), new Waiting(now, round.room().size(), fit.misses()));
    return false;
  }

  /** Tries the places near a run's data one after the other. */
  private Optional<Placement.Placed> placeNear(
      Run run, TaskBuilder task, Tried tried, Round round, Instant now) {
    for (Constraint place : nearness.inTurn(run, now)) {
      List<Constraint> only = List.of(place);
      Tried how = new Tried(Shape.of(run, only, now), tried.lent());
      Optional<Placement.Placed> placed = round.fits(how).place(task.requires(Nearness.near(only)));
      if (placed.isPresent()) {
        return placed;
      }
    }
    return Optional.empty();
  }

  /** Begins a gang if there is room; says how many tasks it has now. */
  private int begin(Run run, List<OfferView> room, Instant now) {
    List<GangPlacer.Placed> placed = gangs.place(run, arrays, room, now);
    for (GangPlacer.Placed task : placed) {
      launched(run, task.index(), task.attempt(), task.where(), now);
    }
    if (!placed.isEmpty()) {
      gangBook.begun(run, now);
    }
    return placed.size();
  }

  private static TaskBuilder avoiding(TaskBuilder task, Optional<String> agent) {
    return agent.isEmpty()
        ? task
        : task.requires(
            offer ->
                offer.agent().value().equals(agent.get())
                    ? Optional.of("needs another agent than the one where it was tried")
                    : Optional.empty());
  }

  private void launched(Run run, int index, int number, Placement.Placed placed, Instant now) {
    nearness.placed(run, placed.offer(), now);
    Attempt attempt = attempt(number, placed, now);
    launchedAt = now;
    if (run.isArray()) {
      arrays.launched(run, index, attempt);
      return;
    }
    Run launched = run.withAttempt(attempt);
    out.fact(new Fact.RunSet(launched));
    out.notice(new Notice.RunUpdated(launched));
  }

  private static Attempt attempt(int number, Placement.Placed placed, Instant now) {
    TaskInfo task = placed.info();
    return Attempt.launched(
        number,
        task.getTaskId().getValue(),
        task.getAgentId().getValue(),
        placed.offer().hostname(),
        url(placed.offer().toProto()),
        now);
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
