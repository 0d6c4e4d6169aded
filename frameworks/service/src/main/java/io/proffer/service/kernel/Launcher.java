package io.proffer.service.kernel;

import io.proffer.service.matching.Candidate;
import io.proffer.service.matching.Matcher;
import io.proffer.service.matching.TaskMessage;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Puts wanted instances on what is offered, and remembers why others are still wanted. */
final class Launcher {

  private final ServiceState state;
  private final Outbox out;
  private final LaunchDelays delays;
  private final RandomGenerator random;
  private final Matcher matcher;
  private final Map<PathId, Wanted> wanted = new LinkedHashMap<>();
  private final Map<PathId, WaitReport> reports = new HashMap<>();

  Launcher(ServiceState state, Outbox out, LaunchDelays delays, RandomGenerator random) {
    this.state = state;
    this.out = out;
    this.delays = delays;
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
    return wanted.values().stream().anyMatch(w -> delays.until(w.app(), now).isEmpty());
  }

  /** Puts on the offers what fits. */
  void offered(List<Candidate> candidates, Instant now) {
    for (Wanted want : List.copyOf(wanted.values())) {
      if (delays.until(want.app(), now).isEmpty()) {
        place(want, candidates, now);
      }
    }
  }

  private void place(Wanted want, List<Candidate> candidates, Instant now) {
    App app = want.app();
    List<Site> others = new ArrayList<>();
    Map<String, Integer> crowd = new HashMap<>();
    for (Instance instance : state.instances(app.id())) {
      crowd.merge(instance.site().agentId(), 1, Integer::sum);
      if (instance.isActive()
          && !instance.configVersion().isBefore(app.versions().lastConfigChangeAt())) {
        others.add(instance.site());
      }
    }
    // The least crowded agent first, so that losing one loses few instances.
    List<Candidate> open = new ArrayList<>(candidates);
    int left = want.count();
    while (left > 0 && !open.isEmpty()) {
      open.sort(Comparator.comparingInt(c -> crowd.getOrDefault(c.site().agentId(), 0)));
      Optional<Candidate> placed = placeOne(app, open, others, now);
      if (placed.isEmpty()) {
        break;
      }
      crowd.merge(placed.get().site().agentId(), 1, Integer::sum);
      others.add(placed.get().site());
      left--;
    }
    var unused = want(app.id(), app, left, now);
  }

  /**
   * What does not fit once is not tried again: more instances only make it harder, but for groups.
   */
  private Optional<Candidate> placeOne(
      App app, List<Candidate> open, List<Site> others, Instant now) {
    WaitReport report = reports.computeIfAbsent(app.id(), id -> new WaitReport());
    for (Candidate candidate : open) {
      switch (matcher.place(app, candidate, others)) {
        case Matcher.Fit fit -> {
          report.used(candidate.site().agentId(), now);
          launch(app, candidate, fit, now);
          return Optional.of(candidate);
        }
        case Matcher.Misfit misfit -> report.unused(candidate.offer(), misfit.reasons(), now);
      }
    }
    return Optional.empty();
  }

  private void launch(App app, Candidate on, Matcher.Fit fit, Instant now) {
    String taskId = app.id().safe() + ".instance-" + new UUID(uuidHigh(), uuidLow()) + "._app.1";
    Instance instance =
        new Instance(
            taskId,
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
            Optional.empty());
    out.fact(new Fact.InstanceSet(instance));
    out.action(new Action.Launch(on.id(), TaskMessage.of(app, taskId, on, fit)));
    out.notice(new Notice.InstanceChanged(instance));
  }

  /** Of version 4 and the standard variant, as random UUIDs are. */
  private long uuidHigh() {
    return (random.nextLong() & ~0xF000L) | 0x4000L;
  }

  private long uuidLow() {
    return (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
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
