package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.deployment.Step;
import io.proffer.service.matching.Rejection;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says why an app is not as it is wanted: of what was seen, never of what may be. */
public final class Why {

  private final App app;
  private final ServiceSnapshot snapshot;
  private final Beyond beyond;
  private final List<Cause> causes = new ArrayList<>();

  private Why(App app, ServiceSnapshot snapshot, Beyond beyond) {
    this.app = app;
    this.snapshot = snapshot;
    this.beyond = beyond;
  }

  /** The causes, what stands in the way of most first; none when the app is as it is wanted. */
  public static List<Cause> of(App app, ServiceSnapshot snapshot, Beyond beyond) {
    Why why = new Why(app, snapshot, beyond);
    snapshot.deploymentOf(app.id()).ifPresent(why::deployment);
    snapshot.queue().stream()
        .filter(entry -> entry.app().id().equals(app.id()))
        .forEach(why::waiting);
    why.instances();
    return List.copyOf(why.causes);
  }

  private void cause(String kind, String words, String help, int count, int of) {
    causes.add(new Cause(kind, words, help, count, of, Optional.empty()));
  }

  private void deployment(Deployment deployment) {
    Oversight oversight = beyond.oversights().get(deployment.id());
    String at = "/proffer/v1/deployments/" + deployment.id();
    if (oversight != null && oversight.paused()) {
      cause(
          "Paused", "deployment " + deployment.id() + " is paused", "POST " + at + "/resume", 1, 1);
    }
    if (beyond.tried().contains(app.id())) {
      cause(
          "WaitsForPromotion",
          "the canaries are well, and the old instances stay until they are promoted",
          "POST " + at + "/promote, or /rollback",
          1,
          1);
    }
    if (deployment.isPending(app.id())) {
      List<String> first =
          deployment.step().map(Step::actions).orElse(List.of()).stream()
              .filter(action -> !deployment.done().contains(action.app()))
              .map(action -> action.app().toString())
              .toList();
      cause(
          "WaitsForOthers",
          "step %d of %d of deployment %s comes first: %s"
              .formatted(
                  deployment.current() + 1,
                  deployment.steps().size(),
                  deployment.id(),
                  String.join(", ", first)),
          "see why these are not done: GET /proffer/v1/apps"
              + first.stream().findFirst().orElse("")
              + "/why",
          first.size(),
          deployment.steps().size());
    }
  }

  private void waiting(QueueEntry entry) {
    QueueEntry.Offers offers = entry.offers();
    entry
        .delayedUntil()
        .ifPresent(
            until ->
                cause(
                    "Backoff",
                    "nothing is launched before "
                        + until
                        + ", because instances have failed"
                        + lastFailure(app.id()),
                    "mend what fails; DELETE /v2/queue" + app.id() + "/delay launches at once",
                    entry.count(),
                    app.instances()));
    if (offers.agents() == 0 && entry.delayedUntil().isEmpty()) {
      cause(
          "NoOffers",
          "no agent has offered anything since " + entry.since(),
          "see whether agents are registered, and whether other frameworks hold all they have",
          entry.count(),
          app.instances());
    }
    offers.lastByReason().entrySet().stream()
        .sorted(Map.Entry.<Rejection.Reason, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(
            reason -> {
              QueueEntry.Example example = offers.examples().get(reason.getKey());
              causes.add(
                  new Cause(
                      reason.getKey().name(),
                      example == null ? "of no use" : example.words(),
                      help(reason.getKey(), example),
                      reason.getValue(),
                      offers.agents(),
                      Optional.ofNullable(example)));
            });
  }

  private String lastFailure(PathId id) {
    return Optional.ofNullable(snapshot.failures().get(id))
        .map(f -> "; the last: " + f.state() + " on " + f.host() + ", " + f.message())
        .orElse("");
  }

  private static String help(Rejection.Reason reason, QueueEntry.@Nullable Example example) {
    String only =
        example != null && example.only()
            ? "; nothing else stands in the way at " + example.hostname()
            : "";
    return switch (reason) {
      case UnfulfilledRole -> "let acceptedResourceRoles name the role that is offered" + only;
      case UnfulfilledConstraint ->
          "add agents that the constraint allows, or loosen the constraint" + only;
      case NoCorrespondingReservationFound ->
          "the volume or reservation is on another agent: bring that back, or wipe the instance";
      case AgentMaintenance -> "wait for the maintenance to end, or add agents";
      case InsufficientCpus -> less("cpus") + only;
      case InsufficientMemory -> less("mem") + only;
      case InsufficientDisk -> less("disk") + only;
      case InsufficientGpus -> less("gpus") + only;
      case InsufficientPorts -> "ask for port 0, for fewer ports, or let agents offer more" + only;
      case DeclinedScarceResources -> "add agents without GPUs, which are kept for what needs them";
    };
  }

  private static String less(String resource) {
    return "ask for less " + resource + ", end something else, or add agents that have more";
  }

  private void instances() {
    List<String> lacking = beyond.lacking().getOrDefault(app.id(), List.of());
    if (!lacking.isEmpty()) {
      cause(
          "ConfigMissing",
          "nothing is launched without its configuration: " + String.join(", ", lacking),
          "PUT /proffer/v1/configs/" + lacking.getFirst(),
          lacking.size(),
          app.spec().extension().configs().size());
    }
    int outdated = beyond.outdated().getOrDefault(app.id(), 0);
    if (outdated > 0) {
      cause(
          "ConfigNotDelivered",
          "the agents have not said yet that they have written the files of a changed configuration",
          "it is tried again; where an agent cannot, its log says why, and a restart of the app helps",
          outdated,
          app.instances());
    }
    if (beyond.unmended().contains(app.id())) {
      cause(
          "CircuitBreakerOpen",
          "so many instances that were not healthy have been replaced that it does not seem to help",
          "see why they are not healthy; replacing goes on by itself after proffer.unhealthy.perSeconds",
          1,
          1);
    }
    beyond.leaves().getOrDefault(app.id(), List.of()).forEach(this::leave);
    List<Instance> all = snapshot.instances(app.id());
    count(
        all,
        "BeingKilled",
        "are being killed",
        "they have until their grace period ends",
        Instance::isKilled);
    count(
        all,
        "Unreachable",
        "are on agents that cannot be reached",
        "bring the agents back; unreachableStrategy says when others take their place",
        i -> !i.isKilled() && i.unreachableSince().isPresent());
    count(
        all,
        "NotRunningYet",
        "were launched and do not run yet",
        "their agents fetch or pull for them, or have not answered: see the log of the agent",
        i -> !i.isKilled() && i.condition().isOnItsWay());
    boolean checked = !app.spec().healthChecks().isEmpty();
    count(
        all,
        "NotHealthy",
        "run, but are not healthy",
        "see their logs, and whether the health check asks at the right place",
        i -> !i.isKilled() && i.condition() == Condition.Running && !i.isWell(checked));
  }

  private void leave(Leave leave) {
    cause(
        leave.blocked().isPresent() ? "CannotLeaveAgent" : "LeavesAgent",
        "%d of its instances are on %s, whose maintenance begins at %s: %s"
            .formatted(
                leave.instances(),
                leave.hostname(),
                leave.away().start(),
                leave.blocked().orElse("others are launched, and then these end")),
        leave.blocked().isPresent()
            ? "add agents or let the app have fewer healthy instances; or postpone the maintenance:"
                + " proffer maintenance schedule"
            : "they are elsewhere soon; GET /v2/queue says what they wait for",
        leave.instances(),
        app.instances());
  }

  private void count(
      List<Instance> all, String kind, String words, String help, Predicate<Instance> which) {
    List<Instance> found = all.stream().filter(which).toList();
    if (!found.isEmpty()) {
      Instance first = found.getFirst();
      causes.add(
          new Cause(
              kind,
              found.size() + " of " + all.size() + " instances " + words,
              help,
              found.size(),
              all.size(),
              Optional.of(
                  new QueueEntry.Example(
                      first.site().agentId(),
                      first.site().hostname(),
                      first.taskId() + first.killed().map(r -> ": " + r).orElse(""),
                      false,
                      snapshot.at()))));
    }
  }
}
