package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Remembers how the last deployments ended. */
final class Endings {

  private static final int MAX_KEPT = 100;

  private Endings() {}

  /**
   * Ends a deployment.
   *
   * @param reason why it came to nothing; empty if it did not
   */
  static void end(
      Deployment deployment, Optional<String> reason, Instant now, ServiceState state, Outbox out) {
    out.fact(new Fact.DeploymentRemoved(deployment.id()));
    List<Ending> known = state.endings();
    known.stream()
        .limit(Math.max(0, known.size() + 1 - MAX_KEPT))
        .forEach(old -> out.fact(new Fact.EndingForgotten(old.deployment())));
    out.fact(
        new Fact.EndingKept(
            new Ending(
                deployment.id(),
                deployment.version(),
                List.copyOf(deployment.affected()),
                now,
                reason.isEmpty(),
                reason.orElse(""))));
    if (reason.isPresent()) {
      deployment.step().ifPresent(step -> out.notice(new Notice.StepFailed(deployment, step)));
    }
    out.notice(
        reason.isEmpty()
            ? new Notice.DeploymentSucceeded(deployment)
            : new Notice.DeploymentFailed(deployment, reason.get()));
  }
}
