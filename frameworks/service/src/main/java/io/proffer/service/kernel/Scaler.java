package io.proffer.service.kernel;

import io.proffer.core.history.SampleRing;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.ScalingPolicy;
import io.proffer.service.scaling.Autoscaler;
import io.proffer.service.scaling.Memory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides how many instances apps shall have, by what is measured. What was measured lately is kept
 * in memory only: a new process waits for its stabilisation anew before it has fewer instances.
 */
final class Scaler {

  /** An hour of them every 15 seconds: 2.9 KB for an app with two metrics. */
  private static final int SAMPLES = 240;

  private final ServiceState state;
  private final Map<PathId, Memory> memories = new HashMap<>();
  private final Map<PathId, ScalingStatus> last = new HashMap<>();
  private final Map<PathId, Instant> since = new HashMap<>();
  private final Map<PathId, SampleRing> history = new HashMap<>();

  Scaler(ServiceState state) {
    this.state = state;
  }

  /** The apps to be measured. */
  List<ScalingTarget> targets() {
    List<ScalingTarget> targets = new ArrayList<>();
    for (App app : state.tree().apps().values()) {
      app.spec()
          .extension()
          .scaling()
          .ifPresent(policy -> targets.add(new ScalingTarget(app, policy, running(app))));
    }
    memories.keySet().removeIf(id -> policy(id).isEmpty());
    last.keySet().removeIf(id -> policy(id).isEmpty());
    since.keySet().removeIf(id -> policy(id).isEmpty());
    history.keySet().removeIf(id -> policy(id).isEmpty());
    return targets;
  }

  private Optional<ScalingPolicy> policy(PathId id) {
    return state.app(id).flatMap(app -> app.spec().extension().scaling());
  }

  private List<Instance> running(App app) {
    return state.instances(app.id()).stream()
        .filter(i -> i.condition() == Condition.Running && !i.isKilled())
        .toList();
  }

  /** How many instances an app shall have now; empty when it is to be left alone. */
  Optional<Integer> measured(PathId id, List<Optional<Double>> readings, Instant now) {
    Optional<App> app = state.app(id);
    Optional<ScalingPolicy> policy = policy(id);
    if (app.isEmpty() || policy.isEmpty()) {
      return Optional.empty();
    }
    int current = app.get().instances();
    remember(id, readings, current, now);
    if (state.deploymentOf(id).isPresent()) {
      String why = "a deployment changes the app now";
      last.put(id, new ScalingStatus(now, readings, current, why));
      return Optional.empty();
    }
    Instant first = since.computeIfAbsent(id, i -> now);
    Autoscaler.Verdict verdict =
        Autoscaler.decide(
            policy.get(), current, readings, memories.getOrDefault(id, Memory.NONE), now);
    boolean early =
        verdict.instances() < current
            && verdict.instances() >= Autoscaler.limits(policy.get(), now).min()
            && current <= Autoscaler.limits(policy.get(), now).max()
            && first.plus(policy.get().down().stabilization()).isAfter(now);
    if (early) {
      Memory unchanged = new Memory(verdict.memory().wishes(), memory(id).changes());
      memories.put(id, unchanged);
      last.put(
          id,
          new ScalingStatus(
              now, readings, current, verdict.why() + "; not yet, it was not looked at for long"));
      return Optional.empty();
    }
    memories.put(id, verdict.memory());
    last.put(id, new ScalingStatus(now, readings, verdict.instances(), verdict.why()));
    return verdict.instances() == current ? Optional.empty() : Optional.of(verdict.instances());
  }

  /** A policy of another number of metrics begins anew. */
  private void remember(PathId id, List<Optional<Double>> readings, int instances, Instant now) {
    int columns = 1 + readings.size();
    SampleRing ring = history.get(id);
    if (ring == null || ring.columns() != columns) {
      ring = new SampleRing(SAMPLES, columns);
      history.put(id, ring);
    }
    double[] sample = new double[columns];
    sample[0] = instances;
    for (int i = 0; i < readings.size(); i++) {
      sample[i + 1] = readings.get(i).orElse(Double.NaN);
    }
    ring.add(now, sample);
  }

  /**
   * How many instances an app had, and then what was read for each metric, each time it was
   * measured lately.
   */
  Optional<SampleRing> history(PathId id) {
    return Optional.ofNullable(history.get(id));
  }

  private Memory memory(PathId id) {
    return memories.getOrDefault(id, Memory.NONE);
  }

  Optional<ScalingStatus> status(PathId id) {
    return Optional.ofNullable(last.get(id));
  }
}
