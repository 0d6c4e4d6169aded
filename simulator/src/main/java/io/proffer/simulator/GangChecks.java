package io.proffer.simulator;

import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.IndexState;
import io.proffer.batch.kernel.Lease;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.GangSpec;
import io.proffer.simulator.BatchModel.RunKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gang that waits for room begins with as many tasks as it needs, in one decision. */
final class GangChecks {

  private GangChecks() {}

  static void check(List<Fact> facts, BatchModel model) {
    Map<RunKey, Set<Integer>> there = new LinkedHashMap<>();
    Set<RunKey> begun = new LinkedHashSet<>();
    Set<RunKey> launched = new LinkedHashSet<>();
    for (Fact fact : facts) {
      if (fact instanceof Fact.GangSet set && set.gang().begunAt().isPresent()) {
        begun.add(new RunKey(set.gang().job(), set.gang().run()));
      } else if (fact instanceof Fact.IndexSet set) {
        RunKey key = new RunKey(set.job(), set.run());
        Set<Integer> indexes = there.computeIfAbsent(key, k -> new LinkedHashSet<>());
        switch (set.now()) {
          case IndexState.Active active -> {
            indexes.add(set.index());
            if (model.active(key, set.index()).isEmpty()) {
              launched.add(key);
            }
          }
          case IndexState.Succeeded succeeded -> indexes.add(set.index());
          case IndexState.Waiting waiting -> indexes.remove(set.index());
          case IndexState.Failed failed -> indexes.remove(set.index());
        }
      }
    }
    for (RunKey key : launched) {
      Optional<GangSpec> spec = model.run(key).map(Run::extensions).flatMap(e -> e.gang());
      if (spec.isPresent() && model.isWaitingGang(key)) {
        int tasks = there.getOrDefault(key, Set.of()).size() + model.succeeded(key);
        Checks.require(
            Invariant.GANGS_BEGIN_TOGETHER,
            begun.contains(key) && tasks >= spec.get().minAvailable(),
            () -> key + " begins with " + tasks + " tasks, and needs " + spec.get());
      }
    }
  }

  /** A gang of a pool begins to gather room. */
  static void gathers(Lease lease, BatchModel model) {
    RunKey key = new RunKey(lease.job(), lease.run());
    Optional<Run> run = model.run(key).filter(Run::isGang);
    Checks.require(
        Invariant.ONE_GANG_OF_A_POOL_GATHERS_ROOM,
        model.lease(lease.pool()).isEmpty()
            && run.filter(r -> r.extensions().queueing().poolName().equals(lease.pool()))
                .isPresent()
            && model.isWaitingGang(key),
        () -> lease + " begins beside " + model.lease(lease.pool()) + ", for " + run);
  }
}
