package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Step;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.util.Optional;

/** What is to become of an app's instances now, all deployments considered. */
sealed interface Goal {

  /** There are so many instances as the app says, of whatever version. */
  record Hold(App app) implements Goal {}

  /** Instances that do not run as the app says are replaced by ones that do. */
  record Roll(App app) implements Goal {}

  /** There are no instances. */
  record Vanish() implements Goal {}

  static Goal of(PathId id, ServiceState state) {
    Optional<Deployment> deployment = state.deploymentOf(id);
    if (deployment.isEmpty()) {
      return state.app(id).<Goal>map(Hold::new).orElse(new Vanish());
    }
    Deployment running = deployment.get();
    Optional<App> before = Optional.ofNullable(running.before().get(id));
    Optional<App> after = Optional.ofNullable(running.after().get(id));
    Optional<Step.Action> acting = running.acting(id);
    if (acting.isPresent() && Paces.isPaused(running, state)) {
      return paused(id, acting.get(), before, after, state);
    }
    if (acting.isEmpty()) {
      Optional<App> now =
          running.isPending(id) ? before.or(() -> after.map(app -> asItIs(app, state))) : after;
      return now.<Goal>map(Hold::new).orElse(new Vanish());
    }
    return switch (acting.get().kind()) {
      case START -> new Hold(asItIs(after.orElseThrow(), state));
      case SCALE -> new Hold(after.orElseThrow());
      case RESTART -> new Roll(after.orElseThrow());
      case STOP -> new Vanish();
    };
  }

  /** What is there stays and what fails is replaced; a rollout sees to this by itself. */
  private static Goal paused(
      PathId id,
      Step.Action acting,
      Optional<App> before,
      Optional<App> after,
      ServiceState state) {
    if (acting.kind() == Step.Kind.RESTART) {
      return new Roll(after.orElseThrow());
    }
    int least = Math.min(instances(before), instances(after));
    int most = Math.max(instances(before), instances(after));
    long active = state.instances(id).stream().filter(Instance::isActive).count();
    return new Hold(
        after.or(() -> before).orElseThrow().withInstances(Math.clamp(active, least, most)));
  }

  private static int instances(Optional<App> app) {
    return app.map(App::instances).orElse(0);
  }

  /** No more instances than there are: a new app has none, one whose removal is undone has some. */
  private static App asItIs(App app, ServiceState state) {
    long active = state.instances(app.id()).stream().filter(Instance::isActive).count();
    return app.withInstances((int) Math.min(active, app.instances()));
  }
}
