package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Pace;
import io.proffer.service.deployment.Rollout;
import io.proffer.service.deployment.Step;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings each app nearer to its {@link Goal}: kills what is too much, wants what is too little, and
 * moves the app's deployment on when a step is done. Looks at what there is and not at how it came
 * about, so that it goes on wherever a former process stopped.
 */
final class Supervisor {

  private final ServiceState state;
  private final Outbox out;
  private final Launcher launcher;
  private final Readiness readiness;
  private final Residents residents;
  private final Stopping stopping;
  private final Mender mender;
  private final Set<PathId> dirty = new LinkedHashSet<>();
  private boolean wantsMore;

  Supervisor(
      ServiceState state,
      Outbox out,
      Launcher launcher,
      Readiness readiness,
      Residents residents,
      Stopping stopping,
      Mender mender) {
    this.state = state;
    this.out = out;
    this.launcher = launcher;
    this.readiness = readiness;
    this.residents = residents;
    this.stopping = stopping;
    this.mender = mender;
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
      PathId app = dirty.iterator().next();
      dirty.remove(app);
      look(app, now);
      state.deploymentOf(app).ifPresent(deployment -> advance(deployment, app, now));
    }
    return wantsMore;
  }

  /** Asks an instance to end; one whose agent is away is not waited for. */
  void kill(Instance instance, String reason, Instant now) {
    if (!instance.isKilled() && !instance.isSuspended()) {
      stopping.begin(instance, reason, now);
      touch(instance.app());
    }
  }

  private static boolean isAway(Instance instance) {
    return instance.condition() == Condition.Unreachable
        || instance.condition() == Condition.UnreachableInactive;
  }

  private void look(PathId id, Instant now) {
    switch (Goal.of(id, state)) {
      case Goal.Vanish vanish -> {
        for (Instance instance : state.instances(id)) {
          kill(instance, "the app is stopped", now);
          state
              .instance(instance.taskId())
              .filter(i -> i.isSuspended() || isAway(i))
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
    List<Instance> active =
        there.stream().filter(i -> !Indices.isBeyond(i, app) && !condemned.contains(i)).toList();
    if (active.stream().filter(this::isWell).count() >= app.instances()) {
      condemned.forEach(i -> kill(i, "it is not healthy, and another one is", now));
    }
    int surplus = active.size() - app.instances();
    for (Instance victim : Victims.choose(app, active, Math.max(0, surplus))) {
      kill(victim, "the app is scaled to " + app.instances() + " instances", now);
    }
    want(app, Math.max(0, -surplus), now);
  }

  private void roll(App app, Instant now) {
    List<Instance> old = new ArrayList<>();
    int oldWell = 0;
    int freshWell = 0;
    int fresh = 0;
    int killed = 0;
    for (Instance instance : there(app.id())) {
      boolean isNew = isFresh(instance, app);
      boolean well = isWell(instance) && (!isNew || readiness.isReady(instance, app));
      if (instance.isKilled()) {
        killed++;
      } else if (isNew) {
        fresh++;
        freshWell += well ? 1 : 0;
      } else {
        old.add(instance);
        oldWell += well ? 1 : 0;
      }
    }
    if (old.isEmpty() && fresh >= app.instances()) {
      hold(app, now);
      return;
    }
    Rollout.Counts counts =
        new Rollout.Counts(oldWell, old.size() - oldWell, freshWell, fresh - freshWell, killed);
    Pace pace = Paces.of(app, state);
    if (pace.canaries() > 0 && refillOld(app, old.size(), now)) {
      return;
    }
    Rollout.Move move = pace.next(rollout(app), counts);
    String reason = "it is replaced by an instance of the new configuration";
    List<Instance> unwell = old.stream().filter(i -> !isWell(i)).toList();
    List<Instance> well = old.stream().filter(this::isWell).toList();
    Victims.choose(app, unwell, move.killUnwell()).forEach(i -> kill(i, reason, now));
    Victims.choose(app, well, move.killWell()).forEach(i -> kill(i, reason, now));
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

  private void advance(Deployment deployment, PathId id, Instant now) {
    Optional<Step.Action> acting = deployment.acting(id);
    if (acting.isEmpty()
        || Paces.isPaused(deployment, state)
        || !isDone(acting.get(), deployment)) {
      return;
    }
    Deployment done = deployment.withDone(id);
    Step step = done.step().orElseThrow();
    if (!step.actions().stream().allMatch(action -> done.done().contains(action.app()))) {
      out.fact(new Fact.DeploymentSet(done));
      return;
    }
    out.notice(new Notice.StepDone(done, step));
    begin(done.next(), now);
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

  /** The instances of an app but for those whose place is taken. */
  private List<Instance> there(PathId app) {
    return state.instances(app).stream()
        .filter(i -> i.condition() != Condition.UnreachableInactive && !i.isSuspended())
        .toList();
  }

  private boolean isDone(Step.Action action, Deployment deployment) {
    List<Instance> there = there(action.app());
    return switch (action.kind()) {
      case START -> true;
      case STOP -> there.isEmpty();
      case SCALE, RESTART -> {
        App app = deployment.after().get(action.app());
        yield app != null
            && there.size() == app.instances()
            && there.stream().noneMatch(Instance::isKilled)
            && there.stream().allMatch(i -> isWell(i) && readiness.isReady(i, app))
            && (action.kind() == Step.Kind.SCALE || there.stream().allMatch(i -> isFresh(i, app)));
      }
    };
  }
}
