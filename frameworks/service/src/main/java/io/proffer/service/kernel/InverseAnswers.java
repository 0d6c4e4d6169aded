package io.proffer.service.kernel;

import io.proffer.core.model.OfferId;
import io.proffer.core.model.Unavailability;
import io.proffer.service.deployment.Rollout;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.InverseOffer;

/**
 * Answers whether the instances on an agent will have left before its maintenance: yes as long as
 * nothing that is known stands in the way. Asks to be asked again soon, so that what the operator
 * sees is what is so.
 */
final class InverseAnswers {

  /** Often enough that {@link Evacuation} does not take a maintenance for given up. */
  static final Duration AGAIN = Duration.ofSeconds(15);

  /** For how long instances look for another agent before it is said that there is none. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServiceState state;
  private final Outbox out;
  private final Evacuation evacuation;
  private final Supervisor supervisor;
  private final Launcher launcher;

  InverseAnswers(
      ServiceState state,
      Outbox out,
      Evacuation evacuation,
      Supervisor supervisor,
      Launcher launcher) {
    this.state = state;
    this.out = out;
    this.evacuation = evacuation;
    this.supervisor = supervisor;
    this.launcher = launcher;
  }

  /** Answers each at once. */
  void asked(List<InverseOffer> offers, Instant now) {
    for (InverseOffer offer : offers) {
      Evacuation.Departure departure =
          evacuation.told(
              offer.getAgentId().getValue(),
              offer.getUrl().getAddress().getHostname(),
              Unavailability.of(offer.getUnavailability()),
              now);
      boolean blocked =
          here(departure).entrySet().stream()
              .anyMatch(app -> problem(departure, app.getKey(), app.getValue(), now).isPresent());
      out.action(new Action.AnswerInverse(OfferId.of(offer.getId()), !blocked, AGAIN));
      here(departure).keySet().forEach(supervisor::touch);
    }
  }

  /** What is on agents that are about to go, by app: what is near, or cannot leave. */
  Map<PathId, List<Leave>> leaves() {
    Instant now = evacuation.latest();
    Map<PathId, List<Leave>> leaves = new LinkedHashMap<>();
    for (Evacuation.Departure departure : evacuation.departures()) {
      here(departure)
          .forEach(
              (app, instances) -> {
                Optional<String> blocked = problem(departure, app, instances, now);
                if (blocked.isPresent() || departure.isNear(now)) {
                  leaves
                      .computeIfAbsent(app, id -> new ArrayList<>())
                      .add(leave(departure, instances.size(), blocked));
                }
              });
    }
    return leaves;
  }

  private static Leave leave(
      Evacuation.Departure departure, int instances, Optional<String> blocked) {
    return new Leave(
        departure.agentId(),
        departure.hostname(),
        departure.away(),
        instances,
        departure.away().start().minus(Evacuation.LEAD),
        blocked);
  }

  /** The instances on an agent that do not end already. */
  private Map<PathId, List<Instance>> here(Evacuation.Departure departure) {
    Map<PathId, List<Instance>> here = new LinkedHashMap<>();
    for (Instance instance : state.instances()) {
      if (instance.site().agentId().equals(departure.agentId()) && instance.isActive()) {
        here.computeIfAbsent(instance.app(), id -> new ArrayList<>()).add(instance);
      }
    }
    return here;
  }

  /** Why these instances will not have left in time; empty if they will, for all that is known. */
  private Optional<String> problem(
      Evacuation.Departure departure, PathId id, List<Instance> instances, Instant now) {
    Optional<App> found = state.app(id);
    if (found.isEmpty() || departure.away().isOver(now)) {
      return Optional.empty();
    }
    App app = found.get();
    if (app.spec().isResident()) {
      return withoutVolumes(app, instances);
    }
    if (!departure.away().start().isAfter(now)) {
      return Optional.of("the maintenance was to begin, and they have not all left");
    }
    List<String> lacking = Configs.missing(app, state);
    if (!lacking.isEmpty()) {
      return Optional.of("configurations are missing: " + String.join(", ", lacking));
    }
    if (state.deploymentOf(id).filter(d -> Paces.isPaused(d, state)).isPresent()) {
      return Optional.of("the app's deployment is paused");
    }
    return launcher
        .wantedSince(id)
        .filter(since -> departure.isNear(now) && !since.plus(PATIENCE).isAfter(now))
        .flatMap(since -> launcher.waiting(id));
  }

  /** Volumes stay where they are; the app must do without these instances for a while. */
  private Optional<String> withoutVolumes(App app, List<Instance> gone) {
    int least = Rollout.of(app.instances(), app.spec().upgradeStrategy()).minimumHealthy();
    long well =
        state.instances(app.id()).stream()
            .filter(instance -> !gone.contains(instance) && instance.isActive())
            .filter(supervisor::isWell)
            .count();
    return well >= least
        ? Optional.empty()
        : Optional.of(
            "their volumes are there, and without them %d of at least %d would be healthy"
                .formatted(well, least));
  }
}
