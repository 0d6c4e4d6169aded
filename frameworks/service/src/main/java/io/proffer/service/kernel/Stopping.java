package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.PortSpec;
import io.proffer.service.model.StopPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Has instances end: at once, or after those who use them had time to look elsewhere and the
 * instance was asked to get ready. To everybody else they are being killed from the beginning.
 */
final class Stopping {

  private final ServiceState state;
  private final Outbox out;
  private final Residents residents;

  Stopping(ServiceState state, Outbox out, Residents residents) {
    this.state = state;
    this.residents = residents;
    this.out = out;
  }

  /** Begins to end an instance; one whose agent is away is not waited for. */
  void begin(Instance instance, String reason, Instant now) {
    // What has volumes is waited for: it would lose them.
    if (instance.isAway() && !residents.hasVolumes(instance)) {
      kill(instance, reason);
      out.fact(new Fact.InstanceRemoved(instance.taskId()));
      return;
    }
    Instance killed = instance.killedFor(reason);
    Optional<StopPolicy> policy = policy(instance).filter(p -> isUsed(instance));
    if (policy.isEmpty()) {
      kill(instance, reason);
      out.fact(new Fact.InstanceSet(killed));
      return;
    }
    Instant at = now.plus(policy.get().longest());
    out.fact(new Fact.InstanceSet(killed.withExtras(killed.extras().killedAt(Optional.of(at)))));
    out.notice(new Notice.StatusUpdated(killed, "TASK_KILLING", reason));
    policy.get().hook().ifPresent(hook -> ask(instance, hook));
  }

  private void kill(Instance instance, String reason) {
    instance.taskIds().forEach(task -> out.action(new Action.Kill(task, reason)));
  }

  private static boolean isUsed(Instance instance) {
    return instance.condition() == Condition.Running && instance.healthy().orElse(true);
  }

  private Optional<StopPolicy> policy(Instance instance) {
    return app(instance).flatMap(app -> app.spec().extension().stop());
  }

  private Optional<App> app(Instance instance) {
    return state
        .app(instance.app())
        .or(() -> Optional.ofNullable(state.versions(instance.app()).get(instance.version())));
  }

  private void ask(Instance instance, StopPolicy.Hook hook) {
    List<PortSpec> ports = app(instance).map(app -> app.spec().ports()).orElse(List.of());
    long before =
        ports.stream().limit(hook.portIndex()).filter(p -> p.hostPort().isPresent()).count();
    boolean reachable =
        hook.portIndex() < ports.size() && ports.get(hook.portIndex()).hostPort().isPresent();
    if (reachable && before < instance.hostPorts().size()) {
      int port = instance.hostPorts().get((int) before);
      String url = "http://" + instance.site().hostname() + ":" + port + hook.path();
      out.action(new Action.PreStop(instance.taskId(), url, hook.timeout()));
    }
  }

  /** An instance has done what it was asked to do, or has failed to: only draining is left. */
  void ready(String taskId, Instant now) {
    Optional<Instance> found = state.instance(taskId);
    Optional<Instant> at = found.flatMap(i -> i.extras().killAt());
    Optional<StopPolicy> policy = found.flatMap(this::policy);
    if (at.isPresent() && policy.isPresent()) {
      Instant drained = at.get().minus(policy.get().longest()).plus(policy.get().drain());
      Instant sooner = drained.isBefore(now) ? now : drained;
      if (sooner.isBefore(at.get())) {
        Instance instance = found.orElseThrow();
        out.fact(
            new Fact.InstanceSet(
                instance.withExtras(instance.extras().killedAt(Optional.of(sooner)))));
      }
    }
    found.ifPresent(i -> tick(state.instance(i.taskId()).orElse(i), now));
  }

  /** Kills an instance whose time has come. */
  void tick(Instance instance, Instant now) {
    if (instance.extras().killAt().filter(at -> !at.isAfter(now)).isPresent()) {
      kill(instance, instance.killed().orElse("its time is up"));
      out.fact(
          new Fact.InstanceSet(instance.withExtras(instance.extras().killedAt(Optional.empty()))));
    }
  }
}
