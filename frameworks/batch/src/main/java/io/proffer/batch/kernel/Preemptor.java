package io.proffer.batch.kernel;

import io.proffer.batch.model.Pool;
import io.proffer.batch.model.Preemption;
import io.proffer.core.bounded.BoundedMap;
import io.proffer.sdk.OfferView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Has tasks of users who have more than their share of a pool end, so that runs of users who have
 * less need not wait, where the pool wants that. What comes free is kept for whom it was freed. Who
 * is kept waiting by whom is reckoned from what runs, so that no two users end each other's tasks
 * in turn: each end leaves the one with more than the other has then. Not thread-safe.
 */
final class Preemptor {

  /** How often it is looked whether anybody's tasks are to end. */
  static final Duration CYCLE = Duration.ofSeconds(5);

  /** A process that takes over looks first what is free. */
  private static final Duration FIRST = Duration.ofSeconds(20);

  /** How long room that was made is kept, besides the time the tasks may take to end. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** How long nothing more is ended for a run that did not get what was made for it. */
  private static final Duration REST = Duration.ofMinutes(5);

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MAX_RESTING = 1_000;
  private static final int MAX_REPORTS = 10_000;

  /** Unlike runs that are looked at in one cycle. */
  private static final int MAX_TRIED = 20;

  private final BatchState state;
  private final Outbox out;
  private final Standing standing;
  private final Grounds grounds = new Grounds();
  private final Victims victims;
  private final Claims claims = new Claims();
  private final Map<String, Deque<Instant>> ended = new HashMap<>();
  private final Map<String, Instant> resting = BoundedMap.ofNewest(MAX_RESTING);
  private final Map<String, String> reports = BoundedMap.ofNewest(MAX_REPORTS);
  private Instant looked = Instant.EPOCH;

  Preemptor(BatchState state, Outbox out, Standing standing) {
    this.state = state;
    this.out = out;
    this.standing = standing;
    this.victims = new Victims(state, grounds);
  }

  /** What is left of offers when all have had their turn. */
  void left(Collection<OfferView> offers, Instant now) {
    if (isWanted()) {
      grounds.left(offers, now);
    }
  }

  private boolean isWanted() {
    return state.pools().stream().anyMatch(pool -> pool.preemption().isPresent());
  }

  /** Whether an agent is kept for somebody. */
  boolean keeps(String agent) {
    return claims.isOn(agent);
  }

  /** Takes the offers that are kept for somebody out of what there is for all. */
  Map<String, List<OfferView>> take(List<OfferView> room, Predicate<Run> ready, Instant now) {
    forgetClaims(ready, now);
    return claims.take(room);
  }

  /** The agent that is kept for a run. */
  Optional<String> agent(Run run) {
    return claims.agent(run);
  }

  /** The runs that agents are kept for. */
  List<Run> beneficiaries() {
    return claims.all().stream()
        .flatMap(claim -> state.run(claim.of().job(), claim.of().run()).stream())
        .toList();
  }

  /** A run has got what was kept for it. */
  void placed(Run run) {
    claims.find(run).ifPresent(claim -> claims.remove(claim.of()));
    reports.remove(holder(run));
  }

  private static String holder(Run run) {
    return Lease.of(run, Instant.EPOCH).holder();
  }

  /** Whom nothing helps any more, as it runs or is no more, has no claim. */
  private void forgetClaims(Predicate<Run> ready, Instant now) {
    for (Claims.Claim late : claims.late(now)) {
      resting.put(late.of().holder(), now.plus(REST));
      claims.remove(late.of());
    }
    for (Claims.Claim claim : claims.all()) {
      if (state.run(claim.of().job(), claim.of().run()).filter(ready).isEmpty()) {
        claims.remove(claim.of());
      }
    }
  }

  /** For people: what is done for a run, or why nothing is; empty where its pool wants nothing. */
  Optional<String> report(Run run) {
    return claims
        .find(run)
        .map(
            claim ->
                "room is made for it on agent %s, and kept until %s: %s"
                    .formatted(
                        claims.agent(run).orElseThrow(),
                        claim.of().until(),
                        claim.victims().isEmpty()
                            ? "tasks are ending there"
                            : String.join(", ", claim.victims()) + " was asked to end"))
        .or(() -> Optional.ofNullable(reports.get(holder(run))));
  }

  /**
   * Has tasks end where they are to.
   *
   * @param ready whether a run waits for a place
   * @param waiting those that do
   * @param busy the agents that are kept for others
   */
  void tick(
      Predicate<Run> ready,
      Supplier<Collection<Run>> waiting,
      Predicate<String> busy,
      Instant now) {
    if (looked.equals(Instant.EPOCH)) {
      looked = now.plus(FIRST);
    }
    if (looked.plus(CYCLE).isAfter(now)) {
      return;
    }
    looked = now;
    forgetClaims(ready, now);
    if (!isWanted()) {
      return;
    }
    Map<String, Map<String, Run>> byPool = new TreeMap<>();
    for (Run run : waiting.get()) {
      byPool
          .computeIfAbsent(FairShare.Who.of(run).pool(), pool -> new LinkedHashMap<>())
          .put(holder(run), run);
    }
    for (Pool pool : List.copyOf(state.pools())) {
      Map<String, Run> inPool = byPool.getOrDefault(pool.name(), Map.of());
      if (pool.preemption().isPresent() && !inPool.isEmpty()) {
        round(pool, inPool.values(), part(pool, byPool.keySet()), busy, now);
      }
    }
  }

  /** The part of the cluster that a pool is worth, beside those that are used or wanted. */
  private double part(Pool pool, Set<String> wanted) {
    Set<String> all = new TreeSet<>(wanted);
    all.addAll(standing.inUse().pools());
    double weights = all.stream().mapToDouble(name -> state.pool(name).weight()).sum();
    return pool.weight() / weights;
  }

  /** Runs of a user that need the same. */
  private record Alike(FairShare.Who who, Room room) {}

  private void round(
      Pool pool, Collection<Run> waiting, double part, Predicate<String> busy, Instant now) {
    Preemption rules = pool.preemption().orElseThrow();
    int budget = rules.maxPerMinute() - endedOf(pool, now).size();
    if (budget <= 0) {
      return;
    }
    Standing.InUse used = standing.inUse();
    Amount whole = standing.whole(used);
    Victims.Running running = victims.running(pool.name(), whole);
    Set<String> users = new TreeSet<>();
    waiting.forEach(run -> users.add(FairShare.Who.of(run).user()));
    Levels levels = levels(pool, users, part, running);
    Set<Alike> tried = new LinkedHashSet<>();
    for (FairShare.Ranked ranked : standing.ranked(waiting, used)) {
      Run run = ranked.run();
      Alike alike = new Alike(ranked.who(), Room.of(run.spec()));
      if (budget <= 0 || tried.size() >= MAX_TRIED) {
        break;
      }
      if (!isPatient(run, rules, now)
          || standing.overQuota(run, ranked.who(), used, now).isPresent()
          || !tried.add(alike)) {
        continue;
      }
      double takes = Amount.of(run.spec()).dominant(whole);
      double level = levels.with(ranked.who().user(), takes);
      Optional<Victims.Choice> choice =
          grounds.haveRoom(run, now)
              ? Optional.empty()
              : victims.choose(
                  new Victims.Need(run, rules, level, usable(run, busy, now), budget, now),
                  levels,
                  running.ending());
      if (choice.isEmpty()) {
        reports.put(holder(run), nothing(rules, level));
        continue;
      }
      claim(run, ranked.who(), takes, choice.get(), now);
      budget -= choice.get().tasks().size();
      running = running.without(choice.get().tasks());
      levels = levels(pool, users, part, running);
      tried.remove(alike);
    }
  }

  private static String nothing(Preemption rules, double level) {
    return String.format(
        Locale.ROOT,
        "no task is ended for it: its user would have %.2f of the share, and only what others have"
            + " above %.2f of theirs, has run for %d s and may be tried again is ended",
        level,
        Math.max(1, level + rules.minGap()),
        rules.minRuntime().toSeconds());
  }

  private boolean isPatient(Run run, Preemption rules, Instant now) {
    Instant rests = resting.get(holder(run));
    return !run.isGang()
        && claims.find(run).isEmpty()
        && !run.due().plus(rules.patience()).isAfter(now)
        && (rests == null || !rests.isAfter(now));
  }

  private Predicate<String> usable(Run run, Predicate<String> busy, Instant now) {
    Optional<String> avoided = Avoidance.agent(run, now);
    return agent ->
        !claims.isOn(agent)
            && !busy.test(agent)
            && !state.reserved().containsKey(agent)
            && avoided.filter(agent::equals).isEmpty();
  }

  private Levels levels(Pool pool, Set<String> users, double part, Victims.Running running) {
    Map<String, Double> promised = new LinkedHashMap<>();
    for (Claims.Claim claim : claims.all()) {
      if (claim.who().pool().equals(pool.name())) {
        promised.merge(claim.who().user(), claim.takes(), Double::sum);
      }
    }
    return new Levels(pool, part, users, running.tasks(), promised);
  }

  private Deque<Instant> endedOf(Pool pool, Instant now) {
    Deque<Instant> times = ended.computeIfAbsent(pool.name(), name -> new ArrayDeque<>());
    while (!times.isEmpty() && !times.getFirst().plus(MINUTE).isAfter(now)) {
      times.removeFirst();
    }
    return times;
  }

  private void claim(Run run, FairShare.Who who, double takes, Victims.Choice choice, Instant now) {
    Duration grace = Duration.ZERO;
    for (Levels.Task task : choice.tasks()) {
      Duration its = task.run().spec().killGrace().orElse(Backfill.KILL_GRACE);
      grace = its.compareTo(grace) > 0 ? its : grace;
      end(task, run, now);
      endedOf(state.pool(who.pool()), now).addLast(now);
    }
    List<String> names = choice.tasks().stream().map(task -> task.attempt().taskId()).toList();
    Lease until = Lease.of(run, now.plus(KEPT).plus(grace));
    claims.add(choice.agent(), new Claims.Claim(until, who, takes, names));
  }

  private void end(Levels.Task task, Run beneficiary, Instant now) {
    Attempt.Preempted why = new Attempt.Preempted(now, beneficiary.job(), beneficiary.id());
    Attempt asked = task.attempt().asked(why);
    Run run = task.run();
    if (run.isArray()) {
      out.fact(
          new Fact.IndexSet(
              run.job(),
              run.id(),
              task.index(),
              new IndexState.Active(asked, task.is().charged(), task.is().uncharged())));
      out.notice(new Notice.RunUpdated(run));
    } else {
      Run ending = run.withAttempt(asked);
      out.fact(new Fact.RunSet(ending));
      out.notice(new Notice.RunUpdated(ending));
    }
    out.action(new Action.Kill(asked.taskId(), why.words()));
  }
}
