package io.proffer.service.kernel;

import io.proffer.service.matching.Candidate;
import io.proffer.service.matching.ConfigMessage;
import io.proffer.service.matching.IndexMessage;
import io.proffer.service.matching.Matcher;
import io.proffer.service.matching.Neighbours;
import io.proffer.service.matching.PodMessage;
import io.proffer.service.matching.Rejection;
import io.proffer.service.matching.TaskMessage;
import io.proffer.service.model.App;
import io.proffer.service.model.Constraint.Operator;
import io.proffer.service.model.PathId;
import io.proffer.service.model.PodTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Puts wanted instances on what is offered, and remembers why others are still wanted. */
final class Launcher {

  private final ServiceState state;
  private final Outbox out;
  private final LaunchDelays delays;
  private final Residents residents;
  private final Evacuation evacuation;
  private final RandomGenerator random;
  private final Matcher matcher;
  private final Map<PathId, Wanted> wanted = new LinkedHashMap<>();
  private final Map<PathId, WaitReport> reports = new HashMap<>();

  Launcher(
      ServiceState state,
      Outbox out,
      LaunchDelays delays,
      Residents residents,
      Evacuation evacuation,
      RandomGenerator random) {
    this.state = state;
    this.out = out;
    this.delays = delays;
    this.residents = residents;
    this.evacuation = evacuation;
    this.random = random;
    this.matcher = new Matcher(random);
  }

  /** No instances of an app are to be launched. */
  void forget(PathId id) {
    wanted.remove(id);
    reports.remove(id);
  }

  /** So many instances of an app are to be launched; returns whether that is more than before. */
  boolean want(PathId id, App app, int count, Instant now) {
    Wanted known = wanted.get(id);
    if (count <= 0) {
      forget(id);
      return false;
    }
    boolean sameApp = known != null && known.app().equals(app);
    wanted.put(id, new Wanted(app, count, known == null ? now : known.since()));
    return known == null || !sameApp || count > known.count();
  }

  /** Whether anything is to be launched that does not wait for time to pass. */
  boolean wantsOffers(Instant now) {
    return residents.wantsOffers(now)
        || wanted.values().stream().anyMatch(w -> delays.until(w.app(), now).isEmpty());
  }

  /** Puts on the offers what fits. */
  void offered(List<Candidate> candidates, Instant now) {
    candidates.forEach(residents::offered);
    Map<String, List<Candidate>> byRole = new HashMap<>();
    candidates.forEach(c -> byRole.computeIfAbsent(c.role(), r -> new ArrayList<>()).add(c));
    Map<String, Integer> starts = new HashMap<>();
    for (Wanted want : List.copyOf(wanted.values())) {
      if (delays.until(want.app(), now).isEmpty()) {
        String role = want.app().spec().role();
        OpenOffers open =
            new OpenOffers(byRole.getOrDefault(role, List.of()), starts.getOrDefault(role, 0));
        place(want, open, now);
        starts.put(role, open.end());
      }
    }
  }

  /**
   * Launches an instance where another one of its app is to leave for.
   *
   * @return its task's id; empty when it fits nowhere
   */
  Optional<String> move(App app, Rebalancer.Chance chance, Instant now) {
    Neighbours others = new Neighbours();
    state.instances(app.id()).stream()
        .filter(i -> i.isActive() && !i.taskId().equals(chance.victim().taskId()))
        .forEach(i -> others.add(i.site()));
    Indices.Free indices = Indices.free(app, state);
    for (Candidate candidate : chance.to()) {
      Try next = attempt(app, candidate, others, indices, now);
      if (next.result() instanceof Matcher.Fit fit) {
        launch(app, next, candidate, fit, indices, now);
        return Optional.of(next.taskId());
      }
    }
    return Optional.empty();
  }

  private void place(Wanted want, OpenOffers open, Instant now) {
    App app = want.app();
    Neighbours others = new Neighbours();
    for (Instance instance : state.instances(app.id())) {
      open.inhabit(instance.site().agentId());
      if (instance.isActive()
          && !instance.configVersion().isBefore(app.versions().lastConfigChangeAt())) {
        others.add(instance.site());
      }
    }
    Indices.Free indices = Indices.free(app, state);
    WaitReport report = reports.computeIfAbsent(app.id(), id -> new WaitReport());
    int left = want.count();
    while (left > 0) {
      Optional<Candidate> on = open.next();
      if (on.isEmpty()) {
        break;
      }
      Candidate candidate = on.get();
      Try next = attempt(app, candidate, others, indices, now);
      switch (next.result()) {
        case Matcher.Fit fit -> {
          report.used(candidate.site().agentId(), now);
          launch(app, next, candidate, fit, indices, now);
          open.used(candidate);
          others.add(candidate.site());
          left--;
        }
        case Matcher.Misfit misfit -> {
          report.unused(candidate.offer(), misfit.reasons(), now);
          putAside(app, candidate, open);
        }
      }
    }
    var unused = want(app.id(), app, left, now);
  }

  /** More instances only make it harder for the next, but where groups are to be even. */
  private static void putAside(App app, Candidate misfit, OpenOffers open) {
    if (app.spec().constraints().stream().anyMatch(c -> c.operator() == Operator.GROUP_BY)) {
      open.putAside(misfit);
    }
  }

  /**
   * @param again the instance that was tried, if there was one before
   */
  private record Try(String taskId, Optional<Instance> again, Matcher.Result result) {}

  /** Instances that have volumes somewhere come before new ones, which are made only if needed. */
  private Try attempt(
      App app, Candidate candidate, Neighbours others, Indices.Free indices, Instant now) {
    Optional<Rejection> going = evacuation.problem(candidate, now);
    if (going.isPresent()) {
      return new Try("", Optional.empty(), new Matcher.Misfit(List.of(going.get())));
    }
    if (app.spec().isResident()) {
      List<Rejection> reasons = new ArrayList<>();
      for (Instance suspended : residents.suspended(app)) {
        Matcher.Result result = matcher.comeBack(app, suspended.instanceId(), candidate);
        if (result instanceof Matcher.Misfit misfit) {
          reasons.addAll(misfit.reasons());
        } else {
          return new Try(suspended.nextTaskId(), Optional.of(suspended), result);
        }
      }
      if (residents.isFull(app, indices)) {
        return new Try("", Optional.empty(), new Matcher.Misfit(reasons));
      }
    }
    String instance = app.id().safe() + ".instance-" + new UUID(uuidHigh(), uuidLow());
    return new Try(
        instance + "._app.1", Optional.empty(), matcher.place(app, instance, candidate, others));
  }

  private void launch(
      App app, Try launched, Candidate on, Matcher.Fit fit, Indices.Free indices, Instant now) {
    Optional<Integer> index =
        launched.again().flatMap(former -> former.extras().index()).or(indices::next);
    Instance instance =
        new Instance(
            launched.taskId(),
            app.id(),
            app.versions().version(),
            app.versions().lastConfigChangeAt(),
            on.site(),
            fit.hostPorts(),
            Condition.Provisioned,
            now,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            parts(app, now),
            new Extras(index, on.agentUrl(), Optional.empty(), Configs.delivered(app, state)));
    out.fact(
        launched
            .again()
            .<Fact>map(former -> new Fact.InstanceRelaunched(former.taskId(), instance))
            .orElseGet(() -> new Fact.InstanceSet(instance)));
    fit.operations().forEach(operation -> out.action(new Action.Apply(on.id(), operation)));
    if (app.isPod()) {
      PodTask ids = PodTask.of(launched.taskId());
      out.action(
          new Action.LaunchGroup(
              on.id(),
              PodMessage.executor(app, ids, on, fit),
              PodMessage.group(app, ids, on, fit)));
    } else {
      out.action(new Action.Launch(on.id(), task(app, launched.taskId(), index, on, fit)));
    }
    out.notice(new Notice.InstanceChanged(instance));
  }

  /** The task, with its number and its configuration. */
  private TaskInfo task(
      App app, String taskId, Optional<Integer> index, Candidate on, Matcher.Fit fit) {
    TaskInfo task = TaskMessage.of(app, taskId, on, fit);
    TaskInfo numbered = index.map(i -> IndexMessage.numbered(task, app, i)).orElse(task);
    return app.spec().extension().configs().isEmpty()
        ? numbered
        : ConfigMessage.configured(numbered, app, state.configs());
  }

  private static Map<String, Part> parts(App app, Instant now) {
    Map<String, Part> parts = new LinkedHashMap<>();
    app.spec()
        .pod()
        .ifPresent(
            pod ->
                pod.containers()
                    .forEach(
                        container ->
                            parts.put(
                                container.name(),
                                new Part(Condition.Provisioned, Optional.empty(), now))));
    return parts;
  }

  /** Of version 4 and the standard variant, as random UUIDs are. */
  private long uuidHigh() {
    return (random.nextLong() & ~0xF000L) | 0x4000L;
  }

  private long uuidLow() {
    return (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
  }

  /** Since when instances of an app wait to be launched; empty when none does. */
  Optional<Instant> wantedSince(PathId app) {
    return Optional.ofNullable(wanted.get(app)).map(Wanted::since);
  }

  /** What is still to be launched of an app and what is in the way, for people. */
  Optional<String> waiting(PathId app) {
    return Optional.ofNullable(wanted.get(app))
        .map(
            want ->
                want.count()
                    + " wait to be launched: "
                    + Optional.ofNullable(reports.get(app))
                        .flatMap(WaitReport::words)
                        .orElse("no agent has offered anything"));
  }

  /** What waits and why. */
  List<QueueEntry> queue(Instant now) {
    List<QueueEntry> queue = new ArrayList<>();
    for (Wanted want : wanted.values()) {
      WaitReport report = reports.getOrDefault(want.app().id(), new WaitReport());
      queue.add(
          new QueueEntry(
              want.app(),
              want.count(),
              want.since(),
              delays.until(want.app(), now),
              report.summary()));
    }
    return queue;
  }
}
