package io.proffer.service.matching;

import io.proffer.core.model.Resources;
import io.proffer.service.model.App;
import io.proffer.service.model.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/** Tries an instance on an offer. */
public final class Matcher {

  private final RandomGenerator random;
  private final ResidentMatch residents;

  /**
   * @param random chooses ports
   */
  public Matcher(RandomGenerator random) {
    this.random = random;
    this.residents = new ResidentMatch(random);
  }

  /** What became of a try. */
  public sealed interface Result {}

  /**
   * It fits, and what it takes is no longer left in the candidate.
   *
   * @param resources what the task is given
   * @param hostPorts one for each of the app's ports that has one of the machine
   * @param executor what an executor of the task's own is given
   * @param operations what is done to the offer before
   * @param parts what each container of a pod is given
   */
  public record Fit(
      List<Resource> resources,
      List<Integer> hostPorts,
      List<Resource> executor,
      List<Operation> operations,
      List<List<Resource>> parts)
      implements Result {
    public Fit {
      operations = List.copyOf(operations);
      parts = List.copyOf(parts);
      executor = List.copyOf(executor);
      resources = List.copyOf(resources);
      hostPorts = List.copyOf(hostPorts);
    }
  }

  /** It does not fit, for each of these reasons. */
  public record Misfit(List<Rejection> reasons) implements Result {
    public Misfit {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Tries to put an instance on an offer.
   *
   * @param instance its id
   * @param others where the app's other instances of this configuration are
   */
  public Result place(App app, String instance, Candidate candidate, Neighbours others) {
    List<Rejection> rejections = new ArrayList<>();
    for (Constraint constraint : app.spec().constraints()) {
      ConstraintCheck.problem(
              constraint, candidate.site().value(constraint.field()), others, app.instances())
          .map(words -> new Rejection(Rejection.Reason.UnfulfilledConstraint, words))
          .ifPresent(rejections::add);
    }
    if (app.spec().isResident()) {
      return residents.settle(app, instance, candidate, rejections);
    }
    Resources usable = usable(app, candidate, rejections);
    if (app.isPod()) {
      return PodMatch.place(app, candidate, usable, random, rejections);
    }
    List<Resource> taken = new ArrayList<>();
    taken.addAll(ResourceMatch.take(usable, app.spec().amounts(), rejections));
    List<Resource> executor = executor(app, usable.minus(Resources.of(taken)), rejections);
    Optional<List<Integer>> ports =
        PortMatch.choose(usable, app.spec().ports(), random, rejections);
    if (!rejections.isEmpty() || ports.isEmpty()) {
      return new Misfit(rejections);
    }
    taken.addAll(PortMatch.resources(usable, ports.get()));
    candidate.take(Resources.of(taken));
    candidate.take(Resources.of(executor));
    return new Fit(taken, ports.get(), executor, List.of(), List.of());
  }

  private static List<Resource> executor(App app, Resources left, List<Rejection> rejections) {
    return app.spec().run().executor().isEmpty()
        ? List.of()
        : app.spec()
            .executorAmounts()
            .map(amounts -> ResourceMatch.take(left, amounts, rejections))
            .orElse(List.of());
  }

  /** Puts an instance that has volumes where these are. */
  public Result comeBack(App app, String instance, Candidate candidate) {
    return residents.comeBack(app, instance, candidate);
  }

  /** What an app may take of an offer: nothing by accident that is somebody's data. */
  private static Resources usable(App app, Candidate candidate, List<Rejection> rejections) {
    List<String> accepted = app.spec().acceptedResourceRoles();
    Resources whole =
        candidate
            .left()
            .filter(
                entry ->
                    Reservation.instance(entry, candidate.offer()).isEmpty()
                        && !entry.isRevocable()
                        && !entry.isShared()
                        && !entry.isIndivisible()
                        && entry.disk().isEmpty());
    Resources usable =
        whole.filter(
            entry -> accepted.isEmpty() || accepted.contains(entry.reservationRole().orElse("*")));
    if (usable.isEmpty() && !whole.isEmpty()) {
      rejections.add(
          new Rejection(
              Rejection.Reason.UnfulfilledRole,
              "accepts resources of " + String.join(", ", accepted) + ", offered " + whole));
    }
    return usable;
  }
}
