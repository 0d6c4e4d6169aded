package io.proffer.service.kernel;

import io.proffer.service.change.RefusedException;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.deployment.Step;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.RolloutPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks after deployments: sees whether they come forward, finds canaries good, and does what
 * people ask of them. Which instances have been well is kept in memory only: after a takeover an
 * instance that is not well has until its deadline, not longer.
 */
final class Overseer {

  private final ServiceState state;
  private final Outbox out;
  private final Supervisor supervisor;
  private final Launcher launcher;
  private final Map<String, Sight> sights = new HashMap<>();

  /** What was seen of a deployment so far. */
  private static final class Sight {
    private final Set<String> everWell = new HashSet<>();
    private long furthest = -1;
  }

  /** A deployment that has missed a deadline. */
  record Late(Deployment deployment, String reason, boolean rollsBack) {}

  Overseer(ServiceState state, Outbox out, Supervisor supervisor, Launcher launcher) {
    this.state = state;
    this.out = out;
    this.supervisor = supervisor;
    this.launcher = launcher;
  }

  /** Begins to look after a deployment, if it has anything to look after. */
  void begun(Deployment deployment, Optional<String> undoes, Instant now) {
    boolean policy =
        deployment.after().values().stream()
            .anyMatch(app -> app.spec().extension().rollout().isPresent());
    if (policy || undoes.isPresent()) {
      out.fact(new Fact.OversightSet(Oversight.begun(deployment.id(), now, undoes)));
    }
  }

  /** Looks at all deployments; returns those that are to be given up. */
  List<Late> tick(Instant now) {
    List<Late> late = new ArrayList<>();
    sights.keySet().retainAll(state.oversights().keySet());
    for (Oversight oversight : List.copyOf(state.oversights().values())) {
      state.deployment(oversight.deployment()).flatMap(d -> look(d, now)).ifPresent(late::add);
    }
    return late;
  }

  private Optional<Late> look(Deployment deployment, Instant now) {
    Optional<Oversight> oversight = state.oversight(deployment.id()).filter(o -> !o.paused());
    if (oversight.isEmpty()) {
      return Optional.empty();
    }
    Sight sight = sights.computeIfAbsent(deployment.id(), id -> new Sight());
    boolean fresh = sight.furthest < 0;
    long mark = mark(deployment, sight);
    Oversight seen = oversight.get();
    if (mark > sight.furthest) {
      sight.furthest = mark;
      if (!fresh) {
        seen = seen.progressed(now);
        out.fact(new Fact.OversightSet(seen));
      }
    }
    for (App app : acting(deployment)) {
      if (isTried(app)) {
        if (policy(app, seen).filter(RolloutPolicy::autoPromote).isPresent()) {
          promote(deployment, Set.of(app.id()), now);
        }
      } else if (policy(app, seen).isPresent()) {
        Optional<String> reason = reason(app, policy(app, seen).get(), seen, sight, now);
        if (reason.isPresent()) {
          boolean rollsBack = policy(app, seen).get().rollBack();
          return Optional.of(new Late(deployment, reason.get(), rollsBack));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<RolloutPolicy> policy(App app, Oversight oversight) {
    return Paces.policy(app, oversight);
  }

  /** The apps on which the current step still acts. */
  private static List<App> acting(Deployment deployment) {
    return deployment.step().map(Step::actions).orElse(List.of()).stream()
        .filter(action -> deployment.acting(action.app()).isPresent())
        .flatMap(action -> Optional.ofNullable(deployment.after().get(action.app())).stream())
        .toList();
  }

  /** Grows with each step, each app that is done, and each instance that is well. */
  private long mark(Deployment deployment, Sight sight) {
    long well = 0;
    for (App app : acting(deployment)) {
      for (Instance instance : fresh(app)) {
        if (supervisor.isGood(instance, app)) {
          sight.everWell.add(instance.taskId());
          well++;
        }
      }
    }
    return ((long) deployment.current() << 48) + ((long) deployment.done().size() << 24) + well;
  }

  private List<Instance> fresh(App app) {
    return state.instances(app.id()).stream()
        .filter(i -> !i.isKilled() && Supervisor.isFresh(i, app))
        .toList();
  }

  /** Whether an app has all its canaries, all well, and the old instances still wait. */
  boolean isTried(App app) {
    int canaries = Paces.of(app, state).canaries();
    return canaries > 0
        && fresh(app).stream().filter(i -> supervisor.isGood(i, app)).count() >= canaries
        && fresh(app).stream().allMatch(i -> supervisor.isGood(i, app));
  }

  /** The apps of which {@link #isTried} holds. */
  Set<PathId> tried() {
    Set<PathId> tried = new LinkedHashSet<>();
    for (String id : state.oversights().keySet()) {
      state.deployment(id).map(Overseer::acting).orElse(List.of()).stream()
          .filter(this::isTried)
          .map(App::id)
          .forEach(tried::add);
    }
    return tried;
  }

  /** The apps of which canaries are launched or wait, and the configuration that these have. */
  Map<PathId, Instant> trials() {
    Map<PathId, Instant> trials = new HashMap<>();
    for (String id : state.oversights().keySet()) {
      state.deployment(id).map(Overseer::acting).orElse(List.of()).stream()
          .filter(app -> Paces.of(app, state).canaries() > 0)
          .forEach(app -> trials.put(app.id(), app.versions().lastConfigChangeAt()));
    }
    return trials;
  }

  private Optional<String> reason(
      App app, RolloutPolicy policy, Oversight oversight, Sight sight, Instant now) {
    List<Instance> unwell =
        fresh(app).stream()
            .filter(i -> !i.stagedAt().isBefore(oversight.begunAt()))
            .filter(i -> !sight.everWell.contains(i.taskId()))
            .toList();
    Optional<Instance> late =
        unwell.stream()
            .filter(i -> !i.stagedAt().plus(policy.healthyDeadline()).isAfter(now))
            .findFirst();
    if (late.isPresent()) {
      return Optional.of(
          "%s on %s was not healthy within %s of its launch (it is %s)%s"
              .formatted(
                  late.get().taskId(),
                  late.get().site().hostname(),
                  words(policy.healthyDeadline()),
                  late.get().condition(),
                  lastFailure(app, oversight)));
    }
    if (oversight.progressedAt().plus(policy.progressDeadline()).isAfter(now)) {
      return Optional.empty();
    }
    return Optional.of(
        "no further instance of %s became healthy for %s%s%s"
            .formatted(
                app.id(),
                words(policy.progressDeadline()),
                launcher.waiting(app.id()).map(w -> "; " + w).orElse(""),
                lastFailure(app, oversight)));
  }

  private String lastFailure(App app, Oversight oversight) {
    return Optional.ofNullable(state.failures().get(app.id()))
        .filter(failure -> !failure.at().isBefore(oversight.begunAt()))
        .map(f -> "; the last to fail: " + f.state() + " on " + f.host() + ", " + f.message())
        .orElse("");
  }

  private static String words(Duration span) {
    return span.toSeconds() + " s";
  }

  /**
   * Does what somebody asks of a deployment.
   *
   * @throws RefusedException when there is no such deployment, or nothing to promote
   */
  Deployment steer(String id, Steer steer, Instant now) throws RefusedException {
    Optional<Deployment> found = state.deployment(id);
    if (found.isEmpty()) {
      throw RefusedException.missingDeployment(id);
    }
    Deployment deployment = found.get();
    switch (steer) {
      case PAUSE -> pause(deployment, true, now);
      case RESUME -> pause(deployment, false, now);
      case PROMOTE -> {
        Set<PathId> tried = new LinkedHashSet<>();
        acting(deployment).stream().filter(this::isTried).map(App::id).forEach(tried::add);
        if (tried.isEmpty()) {
          throw RefusedException.conflict(whyNotPromoted(deployment));
        }
        promote(deployment, tried, now);
      }
    }
    return deployment;
  }

  private String whyNotPromoted(Deployment deployment) {
    boolean canaries =
        acting(deployment).stream().anyMatch(app -> Paces.of(app, state).canaries() > 0);
    return canaries
        ? "The canaries are not all well yet, so they cannot be promoted"
        : "Nothing in deployment " + deployment.id() + " waits for a promotion";
  }

  private void pause(Deployment deployment, boolean pause, Instant now) {
    Oversight known =
        state
            .oversight(deployment.id())
            .orElse(Oversight.begun(deployment.id(), now, Optional.empty()));
    if (known.paused() != pause) {
      out.fact(new Fact.OversightSet(known.pausedBy(pause, now)));
      deployment.affected().forEach(supervisor::touch);
    }
  }

  private void promote(Deployment deployment, Set<PathId> apps, Instant now) {
    state
        .oversight(deployment.id())
        .ifPresent(o -> out.fact(new Fact.OversightSet(o.withPromoted(apps, now))));
    apps.forEach(supervisor::touch);
  }
}
