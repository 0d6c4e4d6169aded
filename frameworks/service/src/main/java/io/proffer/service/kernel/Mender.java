package io.proffer.service.kernel;

import io.proffer.service.matching.AgentHealth;
import io.proffer.service.model.App;
import io.proffer.service.model.HealthCheck;
import io.proffer.service.model.MendPolicy;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which instances that are not healthy are to be replaced, and when replacing is of no
 * use. In memory only: a new process waits anew before it gives an instance up.
 */
final class Mender {

  private final ServiceState state;
  private final Map<String, Instant> unhealthySince = new HashMap<>();
  private final Map<PathId, Deque<Instant>> replaced = new HashMap<>();
  private final Set<String> condemned = new LinkedHashSet<>();
  private final Set<PathId> open = new LinkedHashSet<>();

  Mender(ServiceState state) {
    this.state = state;
  }

  /** Looks at all instances; returns the apps of which something is to be done. */
  Set<PathId> tick(Instant now) {
    Set<PathId> touched = new LinkedHashSet<>();
    unhealthySince.keySet().removeIf(id -> state.instance(id).isEmpty());
    condemned.removeIf(id -> state.instance(id).isEmpty());
    replaced.keySet().removeIf(id -> state.app(id).isEmpty());
    open.clear();
    for (App app : state.apps()) {
      Optional<MendPolicy> policy = app.spec().extension().mending();
      if (policy.isPresent()) {
        for (Instance instance : state.instances(app.id())) {
          if (look(instance, app, policy.get(), now)) {
            touched.add(app.id());
          }
        }
      }
    }
    return touched;
  }

  private boolean look(Instance instance, App app, MendPolicy policy, Instant now) {
    if (!isUnhealthy(instance)) {
      unhealthySince.remove(instance.taskId());
      return condemned.remove(instance.taskId());
    }
    Instant since = unhealthySince.computeIfAbsent(instance.taskId(), id -> now);
    if (since.plus(patience(app)).isAfter(now) || condemned.contains(instance.taskId())) {
      return false;
    }
    if (isOpen(app.id(), policy, now)) {
      open.add(app.id());
      return false;
    }
    replaced.computeIfAbsent(app.id(), id -> new ArrayDeque<>()).addLast(now);
    return condemned.add(instance.taskId());
  }

  private static boolean isUnhealthy(Instance instance) {
    return !instance.isKilled()
        && instance.condition() == Condition.Running
        && instance.healthy().equals(Optional.of(false));
  }

  /** As long as it takes until as many checks in a row have failed as may. */
  private static Duration patience(App app) {
    Optional<HealthCheck> check =
        AgentHealth.check(app.spec()).or(() -> app.spec().healthChecks().stream().findFirst());
    int more = Math.max(0, check.map(HealthCheck::maxConsecutiveFailures).orElse(1) - 1);
    return check.map(HealthCheck::interval).orElse(Duration.ZERO).multipliedBy(more);
  }

  private boolean isOpen(PathId app, MendPolicy policy, Instant now) {
    Deque<Instant> times = replaced.getOrDefault(app, new ArrayDeque<>());
    times.removeIf(at -> !at.plus(policy.span()).isAfter(now));
    return times.size() >= policy.most();
  }

  /**
   * Of these instances of an app, all that count, those that another one is to be launched for
   * before they are killed. Where there are too many, a former process has launched others for
   * those that are not healthy.
   */
  List<Instance> condemned(App app, List<Instance> instances) {
    List<Instance> unhealthy =
        app.spec().extension().mending().isEmpty()
            ? List.of()
            : instances.stream().filter(Mender::isUnhealthy).toList();
    List<Instance> chosen =
        new ArrayList<>(unhealthy.stream().filter(i -> condemned.contains(i.taskId())).toList());
    int more = instances.size() - chosen.size() - app.instances();
    unhealthy.stream()
        .filter(i -> !condemned.contains(i.taskId()))
        .limit(Math.max(0, more))
        .forEach(chosen::add);
    return chosen;
  }

  /** The apps of which nothing more is replaced for now, though something is not healthy. */
  Set<PathId> open() {
    return Set.copyOf(open);
  }
}
