package io.proffer.service.kernel;

import io.proffer.service.model.HealthCheck;
import java.time.Instant;
import java.util.Optional;

/** What is looked at from here: the instances' readiness, and health checks that agents leave. */
final class Probing {

  private final ServiceState state;
  private final Outbox out;
  private final Supervisor supervisor;
  private final PollTimes times;
  private final HealthWatch health;
  private final Readiness readiness;

  Probing(
      ServiceState state,
      Outbox out,
      Supervisor supervisor,
      PollTimes times,
      HealthWatch health,
      Readiness readiness) {
    this.state = state;
    this.out = out;
    this.supervisor = supervisor;
    this.times = times;
    this.health = health;
    this.readiness = readiness;
  }

  /** Looks at those whose turn it is. */
  void tick(Instant now) {
    times.keep(task -> state.instance(task).isPresent());
    readiness.tick(now);
    health.tick(now);
  }

  /** Takes in what came of a look. */
  void answered(Poll poll, Poll.Result result, Instant now) {
    switch (poll.check()) {
      case Poll.Ready ready -> readiness.answered(poll, result, now).ifPresent(supervisor::touch);
      case Poll.Health place ->
          health
              .answered(poll, place.place(), result, now)
              .ifPresent(check -> kill(poll, check, result, now));
    }
    state.instance(poll.taskId()).map(Instance::app).ifPresent(supervisor::touch);
  }

  /** Some apps have another instance first: see {@link Mender}. */
  private void kill(Poll poll, HealthCheck check, Poll.Result result, Instant now) {
    Optional<Instance> victim =
        state
            .instance(poll.taskId())
            .filter(
                i -> state.app(i.app()).flatMap(app -> app.spec().extension().mending()).isEmpty());
    String reason =
        "its %s health check at %s has failed %d times in a row: %s"
            .formatted(
                check.protocol(), poll.target(), check.maxConsecutiveFailures(), words(result));
    victim.ifPresent(
        instance -> {
          out.notice(new Notice.UnhealthyKilled(instance, reason));
          supervisor.kill(instance, reason, now);
        });
  }

  private static String words(Poll.Result result) {
    return switch (result) {
      case Poll.Answered answered -> "status " + answered.status();
      case Poll.Silent silent -> silent.why();
      case Poll.Connected connected -> "connected";
    };
  }
}
