package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Step;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.PortSpec;
import io.proffer.service.model.ReadinessCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether new instances may take part: asked while a deployment is waiting for them, until they say
 * so once. In memory only: after a change of process they are asked again.
 */
final class Readiness {

  /** The most of an answer that is kept. */
  private static final int MAX_BODY = 10_000;

  private final ServiceState state;
  private final Outbox out;
  private final PollTimes times;
  private final Map<String, ReadinessResult> results = new LinkedHashMap<>();
  private long count;

  Readiness(ServiceState state, Outbox out, PollTimes times) {
    this.state = state;
    this.out = out;
    this.times = times;
  }

  /** Whether an instance of this version of the app may take part. */
  boolean isReady(Instance instance, App app) {
    return app.spec().probes().readiness().isEmpty()
        || Optional.ofNullable(results.get(instance.taskId()))
            .filter(ReadinessResult::ready)
            .isPresent();
  }

  private static Optional<ReadinessCheck> check(App app) {
    return app.spec().probes().readiness().stream().findFirst();
  }

  /** Asks those that a deployment waits for. */
  void tick(Instant now) {
    results.keySet().removeIf(task -> state.instance(task).isEmpty());
    for (Deployment deployment : state.deployments()) {
      for (Step.Action action : deployment.step().map(Step::actions).orElse(List.of())) {
        App app = deployment.after().get(action.app());
        if (app != null && check(app).isPresent() && deployment.acting(app.id()).isPresent()) {
          ask(app, check(app).get(), now);
        }
      }
    }
  }

  private void ask(App app, ReadinessCheck check, Instant now) {
    for (Instance instance : state.instances(app.id())) {
      boolean fresh = instance.configVersion().equals(app.versions().lastConfigChangeAt());
      boolean waits = fresh && instance.condition() == Condition.Running && !instance.isKilled();
      if (waits && !isReady(instance, app)) {
        ask(instance, app, check, now);
      }
    }
  }

  private void ask(Instance instance, App app, ReadinessCheck check, Instant now) {
    List<String> names =
        app.spec().ports().stream().map(PortSpec::name).map(name -> name.orElse("")).toList();
    Poll.Ready question = new Poll.Ready(check.name());
    Reach.of(instance, app, names.indexOf(check.portName()))
        .filter(to -> times.begin(instance.taskId(), question, check.timeout(), now))
        .ifPresent(
            to ->
                out.action(
                    new Action.Look(
                        new Poll(
                            instance.taskId(),
                            question,
                            new Poll.Http(check.tls(), to.host(), to.port(), check.path()),
                            check.timeout()))));
  }

  /** Takes in an answer; returns the app for which something is different now. */
  Optional<PathId> answered(Poll poll, Poll.Result result, Instant now) {
    Optional<Instance> instance = state.instance(poll.taskId());
    Optional<App> app = instance.flatMap(state::launchedFrom);
    Optional<ReadinessCheck> check = app.flatMap(Readiness::check);
    if (check.isEmpty()) {
      return Optional.empty();
    }
    times.answered(poll, check.get().interval(), now);
    boolean before = isReady(instance.orElseThrow(), app.orElseThrow());
    Poll.Answered answer = answer(poll, result);
    boolean ready =
        before
            || (result instanceof Poll.Answered && check.get().codes().contains(answer.status()));
    count++;
    results.put(
        poll.taskId(),
        new ReadinessResult(
            check.get().name(),
            poll.taskId(),
            ready,
            check.get().preserveLastResponse() ? Optional.of(answer) : Optional.empty()));
    return ready == before ? Optional.empty() : instance.map(Instance::app);
  }

  /** What cannot be asked is told as a gateway would tell it. */
  private static Poll.Answered answer(Poll poll, Poll.Result result) {
    return switch (result) {
      case Poll.Answered a ->
          new Poll.Answered(
              a.status(),
              a.contentType(),
              a.body().substring(0, Math.min(MAX_BODY, a.body().length())));
      case Poll.Silent silent ->
          new Poll.Answered(
              504, "text/plain", "Marathon could not query " + poll.target() + ": " + silent.why());
      case Poll.Connected connected -> new Poll.Answered(504, "text/plain", "no answer");
    };
  }

  /** How many answers there have been. */
  long count() {
    return count;
  }

  /** What is known of the instances of each app. */
  Map<PathId, List<ReadinessResult>> known() {
    Map<PathId, List<ReadinessResult>> known = new LinkedHashMap<>();
    results.forEach(
        (task, result) ->
            state
                .instance(task)
                .ifPresent(
                    i -> known.computeIfAbsent(i.app(), id -> new ArrayList<>()).add(result)));
    return known;
  }
}
