package io.proffer.batch.kernel;

import io.proffer.batch.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Who uses how much, and whose turn it is. Not thread-safe. */
final class Standing {

  private static final Duration MARK_INTERVAL = Duration.ofMinutes(1);

  private final BatchState state;
  private final Outbox out;
  private final Inventory inventory = new Inventory();
  private final FairShare share;
  private final LaunchRate rate;
  private Instant marked = Instant.EPOCH;

  Standing(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
    this.rate = new LaunchRate(state, out);
    this.share = new FairShare(state::pool, state::usage, this::next);
  }

  /** What is in use at a moment. */
  static final class InUse {
    private final Map<FairShare.Who, Amount> byUser = new LinkedHashMap<>();
    private final Map<String, Amount> byPool = new TreeMap<>();
    private Amount all = Amount.NONE;

    void add(FairShare.Who who, Amount amount) {
      byUser.merge(who, amount, Amount::plus);
      byPool.merge(who.pool(), amount, Amount::plus);
      all = all.plus(amount);
    }

    /** The pools of which anything is in use. */
    Set<String> pools() {
      return Collections.unmodifiableSet(byPool.keySet());
    }
  }

  InUse inUse() {
    InUse now = new InUse();
    for (Run run : state.runs()) {
      int tasks = state.taskCount(run);
      if (tasks > 0) {
        now.add(FairShare.Who.of(run), Amount.of(run.spec()).times(tasks));
      }
    }
    return now;
  }

  /** The cluster, as far as it is known. */
  Amount whole(InUse used) {
    return inventory.whole(used.all);
  }

  Inventory inventory() {
    return inventory;
  }

  /** What a run takes when it is its turn: a gang all that it begins with. */
  private Amount next(Run run) {
    Amount one = Amount.of(run.spec());
    return run.isGang() && state.gang(run).isWaiting()
        ? one.times(GangBook.spec(run).minAvailable())
        : one;
  }

  /** Why so many tasks of a run can never be there together; empty if they may. */
  Optional<String> neverFits(Run run, int tasks) {
    Amount all = Amount.of(run.spec()).times(tasks);
    FairShare.Who who = FairShare.Who.of(run);
    Pool pool = state.pool(who.pool());
    Optional<String> quota =
        all.beyond(pool.quota())
            .map(limit -> "pool " + who.pool() + " may never use as much: " + limit)
            .or(
                () ->
                    all.beyond(pool.userQuota())
                        .map(
                            limit ->
                                "a user of pool %s may never use as much: %s"
                                    .formatted(who.pool(), limit)));
    return quota.or(
        () ->
            inventory
                .room(run.spec())
                .filter(room -> room < tasks)
                .map(
                    room ->
                        "it never fits: the cluster, as far as it was offered, has room for "
                            + room
                            + (run.spec().constraints().isEmpty()
                                ? " such tasks, and "
                                : " such tasks where its constraints let them run, and ")
                            + tasks
                            + " are needed at once"));
  }

  /** A gang that never fits would wait in vain. */
  void requireThatItMayFit(Run gang) throws RefusedException {
    Optional<String> never = neverFits(gang, GangBook.spec(gang).minAvailable());
    if (never.isPresent()) {
      throw new RefusedException(RefusedException.Kind.NEVER_FITS, never.get());
    }
  }

  /** Learns from offers how large the cluster is. */
  void offered(io.proffer.sdk.Offers offers, Instant now) {
    inventory.offered(offers, state::usedOn, now);
  }

  List<FairShare.Ranked> ranked(Collection<Run> waiting, InUse used) {
    return share.ranked(waiting, used.byUser, inventory.whole(used.all));
  }

  /** Why a run must wait although there may be room; empty if it need not. */
  Optional<String> overQuota(Run run, FairShare.Who who, InUse used, Instant now) {
    Pool pool = state.pool(who.pool());
    Amount amount = next(run);
    return tooFast(pool, who, now).or(() -> tooMuch(pool, who, amount, used));
  }

  private Optional<String> tooFast(Pool pool, FairShare.Who who, Instant now) {
    return pool.quota()
        .launchesPerMinute()
        .filter(most -> !rate.allows(who.pool(), most, now))
        .map(most -> "pool " + who.pool() + " may launch no more a minute: " + most)
        .or(
            () ->
                pool.userQuota()
                    .launchesPerMinute()
                    .filter(most -> !rate.allows(who, most, now))
                    .map(
                        most ->
                            "a user of pool %s may launch no more a minute: %d"
                                .formatted(who.pool(), most)));
  }

  /** One was launched. */
  void launched(FairShare.Who who, Instant now) {
    rate.launched(state.pool(who.pool()), who, now);
  }

  /** Takes down what was launched in a round. */
  void roundEnded(Instant now) {
    rate.mark(now);
  }

  private static Optional<String> tooMuch(Pool pool, FairShare.Who who, Amount amount, InUse used) {
    return used.byPool
        .getOrDefault(who.pool(), Amount.NONE)
        .plus(amount)
        .beyond(pool.quota())
        .map(limit -> "pool " + who.pool() + " may use no more at a time: " + limit)
        .or(
            () ->
                used.byUser
                    .getOrDefault(who, Amount.NONE)
                    .plus(amount)
                    .beyond(pool.userQuota())
                    .map(
                        limit ->
                            "a user of pool %s may use no more at a time: %s"
                                .formatted(who.pool(), limit)));
  }

  /** Where a run that waits stands, for people. */
  List<String> explain(Run run, Collection<Run> waiting) {
    InUse used = inUse();
    FairShare.Who who = FairShare.Who.of(run);
    List<FairShare.Ranked> ranked = ranked(waiting, used);
    int inPool = 0;
    int place = 0;
    for (FairShare.Ranked one : ranked) {
      inPool += one.who().pool().equals(who.pool()) ? 1 : 0;
      if (place == 0 && one.run().equals(run)) {
        place = one.inPool();
      }
    }
    Pool pool = state.pool(who.pool());
    Amount whole = inventory.whole(used.all);
    return List.of(
        "it is number %d of %d that wait in pool %s".formatted(place, inPool, who.pool()),
        String.format(
            Locale.ROOT,
            "user %s, whose share is %s, uses %.1f %% of the cluster and has used %.1f %% of late",
            who.user(),
            plain(pool.share(who.user())),
            100 * used.byUser.getOrDefault(who, Amount.NONE).dominant(whole),
            100 * state.usage(who.pool()).of(who.user())));
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Takes down now and then what was used. */
  void tick(Instant now) {
    if (marked.plus(MARK_INTERVAL).isAfter(now)) {
      return;
    }
    marked = now;
    InUse used = inUse();
    Amount whole = inventory.whole(used.all);
    Map<String, Map<String, Double>> byPool = new TreeMap<>();
    state.usages().forEach(usage -> byPool.put(usage.pool(), new TreeMap<>()));
    used.byUser.forEach(
        (who, amount) ->
            byPool
                .computeIfAbsent(who.pool(), pool -> new TreeMap<>())
                .put(who.user(), amount.dominant(whole)));
    byPool.forEach(
        (pool, users) -> {
          Usage before = state.usage(pool);
          Instant since = before.byUser().isEmpty() ? now.minus(MARK_INTERVAL) : before.at();
          Usage after = new Usage(pool, since, before.byUser()).after(state.pool(pool), users, now);
          if (!after.byUser().equals(before.byUser())) {
            out.fact(new Fact.UsageMarked(after));
          }
        });
  }
}
