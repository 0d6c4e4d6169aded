package io.proffer.service.kernel;

import io.proffer.service.matching.AgentHealth;
import io.proffer.service.model.App;
import io.proffer.service.model.HealthCheck;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does the health checks that agents do not ({@link AgentHealth}). An instance is well when all of
 * its checks say so. In memory only: a new process takes an instance for what the former one took
 * it for until it has looked itself.
 */
final class HealthWatch {

  /** What is known from one check of one instance. */
  private record Seen(boolean everPassed, int failures, boolean alive) {}

  private final ServiceState state;
  private final Outbox out;
  private final PollTimes times;
  private final Map<String, Map<Integer, Seen>> seen = new LinkedHashMap<>();

  HealthWatch(ServiceState state, Outbox out, PollTimes times) {
    this.state = state;
    this.out = out;
    this.times = times;
  }

  /** Looks at those whose turn it is. */
  void tick(Instant now) {
    seen.keySet().removeIf(task -> state.instance(task).isEmpty());
    for (PathId id : state.appsAtWork()) {
      if (state.versions(id).values().stream().anyMatch(HealthWatch::isPartlyOurs)) {
        for (Instance instance : state.instances(id)) {
          state
              .launchedFrom(instance)
              .filter(HealthWatch::isPartlyOurs)
              .ifPresent(app -> look(instance, app, now));
        }
      }
    }
  }

  private static boolean isPartlyOurs(App app) {
    return !AgentHealth.others(app.spec()).isEmpty();
  }

  private void look(Instance instance, App app, Instant now) {
    boolean runs = instance.condition() == Condition.Running && !instance.isKilled();
    Instant started = instance.startedAt().orElse(now);
    for (int place : runs ? AgentHealth.others(app.spec()) : List.<Integer>of()) {
      HealthCheck check = app.spec().healthChecks().get(place);
      Poll.Health question = new Poll.Health(place);
      if (!started.plus(check.delay()).isAfter(now)) {
        target(instance, app, check)
            .filter(to -> times.begin(instance.taskId(), question, check.timeout(), now))
            .ifPresent(
                to ->
                    out.action(
                        new Action.Look(
                            new Poll(instance.taskId(), question, to, check.timeout()))));
      }
    }
  }

  private static Optional<Poll.Target> target(Instance instance, App app, HealthCheck check) {
    Optional<Reach.Address> address =
        check
            .port()
            .map(port -> new Reach.Address(instance.site().hostname(), port))
            .or(() -> Reach.of(instance, app, check.portIndex().orElse(0)));
    boolean tls = check.protocol() == HealthCheck.Protocol.HTTPS;
    return address.map(
        to ->
            check.protocol().isHttp()
                ? new Poll.Http(tls, to.host(), to.port(), check.path().orElse("/"))
                : new Poll.Tcp(to.host(), to.port()));
  }

  /**
   * Takes in what came of a look.
   *
   * @return the check, if the instance is to be killed for it
   */
  Optional<HealthCheck> answered(Poll poll, int place, Poll.Result result, Instant now) {
    Optional<Instance> known = state.instance(poll.taskId());
    Optional<App> app = known.flatMap(state::launchedFrom);
    if (app.filter(a -> place < a.spec().healthChecks().size()).isEmpty()) {
      return Optional.empty();
    }
    Instance instance = known.orElseThrow();
    HealthCheck check = app.get().spec().healthChecks().get(place);
    times.answered(poll, check.interval(), now);
    if (instance.condition() != Condition.Running || instance.isKilled()) {
      return Optional.empty();
    }
    Map<Integer, Seen> all = seen.computeIfAbsent(poll.taskId(), id -> new LinkedHashMap<>());
    Seen before = all.getOrDefault(place, new Seen(false, 0, false));
    if (passes(result)) {
      all.put(place, new Seen(true, 0, true));
      tell(instance, app.get());
      return Optional.empty();
    }
    boolean starting = instance.startedAt().orElse(now).plus(check.gracePeriod()).isAfter(now);
    if (!before.everPassed() && starting) {
      return Optional.empty();
    }
    Seen failed = new Seen(before.everPassed(), before.failures() + 1, false);
    all.put(place, failed);
    out.notice(new Notice.HealthCheckFailed(instance, check));
    tell(instance, app.get());
    boolean enough =
        check.maxConsecutiveFailures() > 0 && failed.failures() >= check.maxConsecutiveFailures();
    return enough ? Optional.of(check) : Optional.empty();
  }

  private static boolean passes(Poll.Result result) {
    return switch (result) {
      case Poll.Connected connected -> true;
      case Poll.Answered answered -> answered.status() >= 200 && answered.status() < 400;
      case Poll.Silent silent -> false;
    };
  }

  private void tell(Instance instance, App app) {
    Optional<Boolean> well = combined(instance, app, instance.agentHealth());
    if (!well.equals(instance.healthy())) {
      Instance changed = instance.withHealth(well, instance.agentHealth());
      out.fact(new Fact.InstanceSet(changed));
      well.ifPresent(healthy -> out.notice(new Notice.HealthChanged(changed, healthy)));
    }
  }

  /**
   * Whether an instance is well, all its checks considered.
   *
   * @param agent what its agent says
   */
  Optional<Boolean> combined(Instance instance, App app, Optional<Boolean> agent) {
    List<Integer> others = AgentHealth.others(app.spec());
    if (others.isEmpty()) {
      return agent;
    }
    Map<Integer, Seen> known = seen.getOrDefault(instance.taskId(), Map.of());
    boolean bad =
        agent.equals(Optional.of(false)) || known.values().stream().anyMatch(s -> !s.alive());
    boolean agentSaysSo = agent.isPresent() || AgentHealth.check(app.spec()).isEmpty();
    boolean all = agentSaysSo && known.keySet().containsAll(others);
    return bad ? Optional.of(false) : all ? Optional.of(true) : instance.healthy();
  }
}
