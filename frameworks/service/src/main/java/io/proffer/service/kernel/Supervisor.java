package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Pace;
import io.proffer.service.deployment.Rollout;
import io.proffer.service.deployment.Step;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Brings each app nearer to its {@link Goal}: kills what is too much, wants what is too little, and
 * moves the app's deployment on when a step is done. Looks at what there is and not at how it came
 * about, so that it goes on wherever a former process stopped.
 */
final class Supervisor {

  private static final String UNHEALTHY = "it is not healthy, and another one is";

  private final ServiceState state;
  private final Outbox out;
  private final Launcher launcher;
  private final Readiness readiness;
  private final Residents residents;
  private final Stopping stopping;
  private final Mender mender;
  private final Rebalancer rebalancer;
  private final Evacuation evacuation;
  private final Set<PathId> dirty = new LinkedHashSet<>();
  private boolean wantsMore;

  Supervisor(
      ServiceState state,
      Outbox out,
      Launcher launcher,
      Readiness readiness,
      Residents residents,
      Stopping stopping,
      Mender mender,
      Rebalancer rebalancer,
      Evacuation evacuation) {
    this.state = state;
    this.out = out;
    this.launcher = launcher;
    this.readiness = readiness;
    this.residents = residents;
    this.stopping = stopping;
    this.mender = mender;
    this.rebalancer = rebalancer;
    this.evacuation = evacuation;
  }

  /** Something about an app has changed. */
  void touch(PathId app) {
    dirty.add(app);
  }

  /**
   * Decides about all apps about which something has changed.
   *
   * @return whether some app wants more than before
   */
  boolean settle(Instant now) {
    wantsMore = false;
    while (!dirty.isEmpty()) {
      List<PathId> round = List.copyOf(dirty);
      dirty.clear();
      round.forEach(app -> look(app, now));
      advance(round, now);
    }
    return wantsMore;
  }

  /** Ends an instance, or what is left of it, and its volumes with it. */
  void wipe(Instance instance, Instant now) {
    if (instance.isSuspended() || (instance.isKilled() && instance.isAway())) {
      residents.remove(instance, now);
      touch(instance.app());
    } else if (instance.isKilled() && residents.hasVolumes(instance)) {
      out.fact(new Fact.InstanceSet(instance.killedFor(Residents.WIPED)));
    } else {
      kill(instance, Residents.WIPED, now);
    }
  }

  /** Asks an instance to end; one whose agent is away is not waited for. */
  void kill(Instance instance, String reason, Instant now) {
    if (!instance.isKilled() && !instance.isSuspended()) {
      stopping.begin(instance, reason, now);
      touch(instance.app());
    }
  }

  private void look(PathId id, Instant now) {
    switch (Goal.of(id, state)) {
      case Goal.Vanish vanish -> {
        for (Instance instance : state.instances(id)) {
          kill(instance, "the app is stopped", now);
          state
              .instance(instance.taskId())
              .filter(i -> i.isSuspended() || i.isAway())
              .ifPresent(i -> residents.remove(i, now));
        }
        launcher.forget(id);
        forgetWhatIsOver(id);
      }
      case Goal.Hold hold -> hold(hold.app(), now);
      case Goal.Roll roll -> roll(roll.app(), now);
    }
  }

  private void hold(App app, Instant now) {
    List<Instance> there = state.instances(app.id()).stream().filter(Instance::isActive).toList();
    for (Instance beyond : there.stream().filter(i -> Indices.isBeyond(i, app)).toList()) {
      kill(beyond, "there is no use for its index any more", now);
    }
    List<Instance> condemned = mender.condemned(app, there);
    Optional<Instance> moved = rebalancer.leaving(app, there);
    List<Instance> active =
        there.stream()
            .filter(i -> !Indices.isBeyond(i, app) && !condemned.contains(i))
            .filter(i -> moved.filter(i::equals).isEmpty())
            .toList();
    List<Instance> leaving = evacuation.leaving(app, active, now);
    if (!leaving.isEmpty()) {
      relocate(app, active, leaving, condemned, now);
      return;
    }
    boolean any = !condemned.isEmpty() || moved.isPresent();
    if (any && active.stream().filter(wellness()).count() >= app.instances()) {
      condemned.forEach(i -> kill(i, UNHEALTHY, now));
      moved.ifPresent(i -> kill(i, "it is moved to where there are fewer", now));
    }
    int surplus = active.size() - app.instances();
    for (Instance victim : Victims.choose(app, active, Math.max(0, surplus))) {
      kill(victim, "the app is scaled to " + app.instances() + " instances", now);
    }
    want(app, Math.max(0, -surplus), now);
  }

  /**
   * Instances on agents that are about to go are replaced, as those of an old configuration are.
   */
  private void relocate(
      App app,
      List<Instance> active,
      List<Instance> leaving,
      List<Instance> condemned,
      Instant now) {
    Predicate<Instance> works = wellness();
    List<Instance> stay = active.stream().filter(i -> !leaving.contains(i)).toList();
    List<Instance> unwell = new ArrayList<>(condemned);
    leaving.stream().filter(works.negate()).forEach(unwell::add);
    List<Instance> well = leaving.stream().filter(works).toList();
    int good = (int) stay.stream().filter(i -> works.test(i) && readiness.isReady(i, app)).count();
    int killed = (int) there(app.id()).stream().filter(Instance::isKilled).count();
    Rollout.Move move =
        evacuation
            .pace(rollout(app), leaving, now)
            .next(new Rollout.Counts(well.size(), unwell.size(), good, stay.size() - good, killed));
    Victims.choose(app, unwell, move.killUnwell())
        .forEach(i -> kill(i, leaving.contains(i) ? evacuation.reason(i) : UNHEALTHY, now));
    Victims.choose(app, well, move.killWell()).forEach(i -> kill(i, evacuation.reason(i), now));
    want(app, move.start(), now);
  }

  private void roll(App app, Instant now) {
    Predicate<Instance> works = wellness();
    List<Instance> oldWell = new ArrayList<>();
    List<Instance> oldUnwell = new ArrayList<>();
    int freshWell = 0;
    int freshUnwell = 0;
    int killed = 0;
    for (Instance instance : there(app.id())) {
      boolean well = works.test(instance);
      if (instance.isKilled()) {
        killed++;
      } else if (!isFresh(instance, app)) {
        (well ? oldWell : oldUnwell).add(instance);
      } else if (well && readiness.isReady(instance, app)) {
        freshWell++;
      } else {
        freshUnwell++;
      }
    }
    Rollout.Counts counts =
        new Rollout.Counts(oldWell.size(), oldUnwell.size(), freshWell, freshUnwell, killed);
    if (counts.old() == 0 && counts.fresh() >= app.instances()) {
      hold(app, now);
      return;
    }
    Pace pace = Paces.of(app, state);
    if (pace.canaries() > 0 && refillOld(app, counts.old(), now)) {
      return;
    }
    Rollout.Move move = pace.next(rollout(app), counts);
    String reason = "it is replaced by an instance of the new configuration";
    Victims.choose(app, oldUnwell, move.killUnwell()).forEach(i -> kill(i, reason, now));
    Victims.choose(app, oldWell, move.killWell()).forEach(i -> kill(i, reason, now));
    want(app, move.start(), now);
  }

  /** While new instances are tried, old ones that have ended are launched again as they were. */
  private boolean refillOld(App app, int there, Instant now) {
    Optional<App> before =
        state.deploymentOf(app.id()).map(deployment -> deployment.before().get(app.id()));
    int missing = before.map(App::instances).orElse(0) - there;
    if (missing > 0) {
      want(before.orElseThrow(), missing, now);
    }
    return missing > 0;
  }

  /** What lacks its configuration, or a free index, cannot be launched whatever is offered. */
  private int launchable(App app, int count) {
    return Configs.missing(app, state).isEmpty() ? Indices.launchable(app, count, state) : 0;
  }

  /** An index is free only when its instance has ended: these are replaced in their places. */
  private static Rollout rollout(App app) {
    Rollout rollout =
        Rollout.of(app.instances(), app.spec().upgradeStrategy(), app.spec().isResident());
    int target = app.instances();
    return app.spec().extension().indexed()
        ? new Rollout(target, Math.min(rollout.minimumHealthy(), target - 1), target)
        : rollout;
  }

  private void want(App app, int count, Instant now) {
    wantsMore |= launcher.want(app.id(), app, launchable(app, count), now);
  }

  static boolean isFresh(Instance instance, App app) {
    return instance.configVersion().equals(app.versions().lastConfigChangeAt());
  }

  /** Whether it does its work; with a health check, whether that says so. */
  boolean isWell(Instance instance) {
    return instance.isWell(isChecked(instance));
  }

  /** As {@link #isWell}, for the instances of one app: each version of it is looked up once. */
  Predicate<Instance> wellness() {
    Map<Instant, Boolean> checked = new HashMap<>();
    return instance ->
        instance.isWell(checked.computeIfAbsent(instance.version(), any -> isChecked(instance)));
  }

  /** Whether it does its work and is ready for more. */
  boolean isGood(Instance instance, App app) {
    return isWell(instance) && readiness.isReady(instance, app);
  }

  private boolean isChecked(Instance instance) {
    return Optional.ofNullable(state.versions(instance.app()).get(instance.version()))
        .or(() -> state.app(instance.app()))
        .filter(app -> app.spec().isChecked())
        .isPresent();
  }

  /** Moves the deployments of these apps on, each once for all of its apps that are done. */
  private void advance(List<PathId> apps, Instant now) {
    Map<String, List<PathId>> done = new LinkedHashMap<>();
    for (PathId app : apps) {
      state
          .deploymentOf(app)
          .filter(deployment -> isDone(deployment, app))
          .ifPresent(d -> done.computeIfAbsent(d.id(), id -> new ArrayList<>()).add(app));
    }
    done.forEach((id, those) -> state.deployment(id).ifPresent(d -> advance(d, those, now)));
  }

  private void advance(Deployment deployment, List<PathId> apps, Instant now) {
    Deployment done = deployment.withDone(apps);
    if (!done.isStepDone()) {
      out.fact(new Fact.DeploymentSet(done));
      return;
    }
    out.notice(new Notice.StepDone(done, done.step().orElseThrow()));
    begin(done.next(), now);
  }

  private boolean isDone(Deployment deployment, PathId app) {
    return deployment
        .acting(app)
        .filter(action -> !Paces.isPaused(deployment, state) && isDone(action, deployment))
        .isPresent();
  }

  /** Begins the step a deployment is at, or ends the deployment when there is none. */
  void begin(Deployment deployment, Instant now) {
    if (deployment.isComplete()) {
      end(deployment, now);
      return;
    }
    out.fact(new Fact.DeploymentSet(deployment));
    Step step = deployment.step().orElseThrow();
    out.notice(new Notice.StepBegun(deployment, step));
    step.actions().forEach(action -> touch(action.app()));
  }

  private void end(Deployment deployment, Instant now) {
    Endings.end(deployment, Optional.empty(), now, state, out);
    for (PathId id : deployment.affected()) {
      touch(id);
    }
  }

  /** Whoever gave up the removal of an app: when its last instance has ended nothing is kept. */
  private void forgetWhatIsOver(PathId id) {
    boolean over =
        state.app(id).isEmpty()
            && state.instances(id).isEmpty()
            && state.deploymentOf(id).isEmpty()
            && !state.versions(id).isEmpty();
    if (over) {
      forget(id);
      out.notice(new Notice.AppTerminated(id));
    }
  }

  /** Nothing is kept of an app that is no more. */
  void forget(PathId id) {
    for (Instant version : List.copyOf(state.versions(id).keySet())) {
      out.fact(new Fact.VersionForgotten(id, version));
    }
    if (state.failures().containsKey(id)) {
      out.fact(new Fact.FailureForgotten(id));
    }
    if (state.delay(id).isPresent()) {
      out.fact(new Fact.DelayRemoved(id));
    }
    List<Past> history = state.history(id);
    if (!history.isEmpty()) {
      out.fact(new Fact.HistoryForgotten(id, history.getLast().number() + 1));
    }
  }

  /**
   * The instances of an app but for those whose place is taken, and those that are to end when
   * their agent is back.
   */
  private List<Instance> there(PathId app) {
    return state.instances(app).stream()
        .filter(i -> i.condition() != Condition.UnreachableInactive && !i.isSuspended())
        .filter(i -> !i.isKilled() || !i.isAway())
        .toList();
  }

  private boolean isDone(Step.Action action, Deployment deployment) {
    return switch (action.kind()) {
      case START -> true;
      case STOP -> there(action.app()).isEmpty();
      case SCALE, RESTART ->
          Optional.ofNullable(deployment.after().get(action.app()))
              .filter(app -> isAsWanted(app, action.kind() == Step.Kind.RESTART))
              .isPresent();
    };
  }

  private boolean isAsWanted(App app, boolean freshOnly) {
    List<Instance> there = there(app.id());
    Predicate<Instance> works = wellness();
    return there.size() == app.instances()
        && there.stream()
            .allMatch(
                i ->
                    !i.isKilled()
                        && works.test(i)
                        && readiness.isReady(i, app)
                        && (!freshOnly || isFresh(i, app)));
  }
}
