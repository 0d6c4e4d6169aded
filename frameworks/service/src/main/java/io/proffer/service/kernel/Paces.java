package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.deployment.Pace;
import io.proffer.service.deployment.Step;
import io.proffer.service.model.App;
import io.proffer.service.model.RolloutPolicy;
import java.util.Optional;

/** How fast each app's instances may be replaced now. */
final class Paces {

  private Paces() {}

  /** The pace of an app that is being changed. */
  static Pace of(App app, ServiceState state) {
    Optional<Deployment> deployment = state.deploymentOf(app.id());
    Optional<Oversight> oversight = deployment.flatMap(d -> state.oversight(d.id()));
    if (deployment.isEmpty() || oversight.isEmpty()) {
      return Pace.FREE;
    }
    boolean paused = oversight.get().paused();
    Optional<RolloutPolicy> policy = policy(app, oversight.get());
    App before = deployment.get().before().get(app.id());
    boolean tried =
        isReplaced(app, deployment.get())
            && before != null
            && before.instances() > 0
            && !oversight.get().promoted().contains(app.id());
    return new Pace(
        paused,
        before == null ? 0 : before.instances(),
        tried ? policy.map(p -> p.canariesOf(app.instances())).orElse(0) : 0,
        policy.map(RolloutPolicy::batchSize).orElse(0));
  }

  /** Whether there are new instances to try: not where the old ones are only more or fewer. */
  private static boolean isReplaced(App app, Deployment deployment) {
    return deployment
        .acting(app.id())
        .filter(action -> action.kind() == Step.Kind.RESTART)
        .isPresent();
  }

  /** What undoes a change neither tries nor waits: it goes back to what was good. */
  static Optional<RolloutPolicy> policy(App app, Oversight oversight) {
    return oversight.undoes().isPresent() ? Optional.empty() : app.spec().extension().rollout();
  }

  static boolean isPaused(Deployment deployment, ServiceState state) {
    return state.oversight(deployment.id()).filter(Oversight::paused).isPresent();
  }
}
