package io.proffer.service.kernel;

import io.proffer.service.change.AppChanges;
import io.proffer.service.change.RefusedException;
import io.proffer.service.change.TreeChange;
import io.proffer.service.deployment.CyclicDependenciesException;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Plan;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;

/** Turns changes of what is wanted into deployments, and ends those that are given up. */
final class Deployments {

  private static final int MAX_DEPLOYMENTS = 100;

  private final ServiceState state;
  private final Outbox out;
  private final SplittableRandom random;
  private final Supervisor supervisor;
  private final Overseer overseer;
  private final Consumer<Instant> settle;
  private final TreeFacts trees;

  /**
   * @param random what their ids are drawn from
   * @param settle does what follows from what was changed
   */
  Deployments(
      ServiceState state,
      Outbox out,
      SplittableRandom random,
      Supervisor supervisor,
      Overseer overseer,
      Consumer<Instant> settle) {
    this.state = state;
    this.out = out;
    this.random = random;
    this.supervisor = supervisor;
    this.overseer = overseer;
    this.settle = settle;
    this.trees = new TreeFacts(state, out);
  }

  /**
   * A deployment is stored before the tree it makes, and the tree's version is stored last: one
   * that is newer than the tree was cut short, and says what is missing. One that has ended is
   * removed before what it leaves behind.
   */
  void takeUpWhatWasHalfStored() {
    for (Deployment begun : state.deployments()) {
      if (begun.version().isAfter(state.version())) {
        state.deployments().stream()
            .filter(other -> !other.id().equals(begun.id()))
            .filter(other -> begun.affected().stream().anyMatch(other::affects))
            .forEach(other -> out.fact(new Fact.DeploymentRemoved(other.id())));
        begun.before().keySet().stream()
            .filter(id -> !begun.after().containsKey(id))
            .forEach(id -> out.fact(new Fact.AppUnwanted(id)));
        begun.after().values().forEach(app -> out.fact(new Fact.AppWanted(app)));
        out.fact(new Fact.TreeVersioned(begun.version()));
      }
      begun.affected().forEach(supervisor::touch);
    }
    state.leftOver().forEach(supervisor::forget);
  }

  /**
   * Changes what is wanted, unless somebody else is changing the same apps and is not overruled.
   */
  Outcome change(TreeChange change, boolean force, Instant now) {
    return change(change, force, Optional.empty(), now);
  }

  /**
   * @param undoes the deployment that is taken back by it
   */
  private Outcome change(TreeChange change, boolean force, Optional<String> undoes, Instant now) {
    Instant version = trees.nextVersion(now);
    try {
      Tree from = state.tree();
      Tree to = change.applyTo(from, new Former(), version);
      Plan plan = plan(from, to);
      Outcome outcome = start(from, to, plan, force, version, undoes, now);
      switch (outcome) {
        case Outcome.Accepted accepted -> keepSources(change, version);
        case Outcome.Locked locked ->
            refused(version, "locked by deployments " + String.join(", ", locked.deployments()));
        case Outcome.Refused refused -> {}
      }
      return outcome;
    } catch (RefusedException why) {
      refused(version, String.valueOf(why.getMessage()));
      return new Outcome.Refused(why);
    }
  }

  private void refused(Instant version, String why) {
    out.notice(new Notice.GroupChangeFailed(PathId.ROOT, version, why));
  }

  /** What a change would do, without doing it. */
  Plan rehearse(TreeChange change, Instant now) throws RefusedException {
    Tree from = state.tree();
    return plan(from, change.applyTo(from, new Former(), trees.nextVersion(now)));
  }

  /** What changes may know of former times. */
  private final class Former implements TreeChange.Versions {

    @Override
    public SortedMap<Instant, App> of(PathId app) {
      return state.versions(app);
    }

    @Override
    public Optional<Tree> tree(Instant version) {
      return state.archive().trees(state.tree()).stream()
          .filter(tree -> tree.version().equals(version))
          .findFirst();
    }
  }

  private void keepSources(TreeChange change, Instant version) {
    change
        .sources()
        .forEach(
            (id, source) -> {
              if (state.versions(id).containsKey(version)) {
                out.fact(new Fact.SourceKept(id, version, source));
              }
            });
  }

  /** The deployments that change the same apps now. */
  List<Deployment> inTheWayOf(Plan plan) {
    return state.deployments().stream()
        .filter(
            other ->
                plan.before().keySet().stream().anyMatch(other::affects)
                    || plan.after().keySet().stream().anyMatch(other::affects))
        .toList();
  }

  private static Plan plan(Tree from, Tree to) throws RefusedException {
    try {
      return Plan.of(from, to);
    } catch (CyclicDependenciesException circle) {
      throw RefusedException.invalid("/dependencies", String.valueOf(circle.getMessage()));
    }
  }

  private Outcome start(
      Tree from,
      Tree to,
      Plan plan,
      boolean force,
      Instant version,
      Optional<String> undoes,
      Instant now)
      throws RefusedException {
    Deployment deployment =
        Deployment.begun(new UUID(random.nextLong(), random.nextLong()).toString(), version, plan);
    List<Deployment> inTheWay =
        state.deployments().stream()
            .filter(other -> deployment.affected().stream().anyMatch(other::affects))
            .toList();
    if (!inTheWay.isEmpty() && !force) {
      return new Outcome.Locked(inTheWay.stream().map(Deployment::id).toList());
    }
    if (state.deployments().size() - inTheWay.size() >= MAX_DEPLOYMENTS) {
      throw RefusedException.tooMany(
          "Max number ("
              + MAX_DEPLOYMENTS
              + ") of running deployments exceeded. Wait for some"
              + " to end, or put several changes into one.");
    }
    if (!deployment.isComplete()) {
      // First of all: it says all that follows, should only a part of that be stored.
      out.fact(new Fact.DeploymentSet(deployment));
    }
    inTheWay.forEach(other -> giveUp(other, "overruled by deployment " + deployment.id(), now));
    trees.replace(from, to, version);
    out.notice(new Notice.GroupChanged(PathId.ROOT, version));
    overseer.begun(deployment, undoes, now);
    supervisor.begin(deployment, now);
    settle.accept(now);
    return new Outcome.Accepted(deployment.id(), version);
  }

  private void giveUp(Deployment deployment, String reason, Instant now) {
    Endings.end(deployment, Optional.of(reason), now, state, out);
    deployment.affected().forEach(supervisor::touch);
  }

  /**
   * Gives up a deployment and undoes what it has done.
   *
   * @return empty when there is no such deployment
   */
  Optional<Outcome> rollBack(String deploymentId, Instant now) {
    return state
        .deployment(deploymentId)
        .map(d -> change(revert(d), true, Optional.of(d.id()), now));
  }

  private static TreeChange revert(Deployment deployment) {
    return AppChanges.revert(deployment.before(), deployment.affected());
  }

  /** Pauses, resumes or promotes a deployment. */
  Outcome steer(String deploymentId, Steer steer, Instant now) {
    try {
      Deployment deployment = overseer.steer(deploymentId, steer, now);
      settle.accept(now);
      return new Outcome.Accepted(deployment.id(), deployment.version());
    } catch (RefusedException why) {
      return new Outcome.Refused(why);
    }
  }

  /** What has nothing to go back to is tried on, but locks nothing any more. */
  void fail(Overseer.Late late, Instant now) {
    Deployment deployment = late.deployment();
    boolean back = late.rollsBack() && !deployment.before().isEmpty();
    giveUp(deployment, late.reason() + (back ? "; it is rolled back" : ""), now);
    if (back) {
      var unused = change(revert(deployment), true, Optional.of(deployment.id()), now);
    }
  }

  /** Gives up a deployment where it is; returns whether there was one. */
  boolean cancel(String deploymentId, Instant now) {
    Optional<Deployment> deployment = state.deployment(deploymentId);
    deployment.ifPresent(d -> giveUp(d, "canceled", now));
    settle.accept(now);
    return deployment.isPresent();
  }
}
