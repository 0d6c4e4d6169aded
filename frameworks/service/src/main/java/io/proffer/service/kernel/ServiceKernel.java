package io.proffer.service.kernel;

import io.proffer.core.model.OfferId;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.RefusedException;
import io.proffer.service.change.TreeChange;
import io.proffer.service.deployment.CyclicDependenciesException;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Plan;
import io.proffer.service.matching.Candidate;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Decides everything. Each input has its method; what follows from inputs is taken with {@link
 * #take} and must be carried out in order: facts stored, then actions, then notices. Not
 * thread-safe; the same inputs and seed give the same decisions.
 */
public final class ServiceKernel {

  private static final int MAX_DEPLOYMENTS = 100;
  private static final Duration REVIVE_INTERVAL = Duration.ofSeconds(5);
  private static final Duration LAUNCH_TIMEOUT = Duration.ofMinutes(5);

  private final ServiceState state = new ServiceState();
  private final Outbox out = new Outbox(state);
  private final LaunchDelays delays = new LaunchDelays(state, out);
  private final SplittableRandom random;
  private final Launcher launcher;
  private final Supervisor supervisor;
  private final StatusReader statuses;
  private final Readiness readiness;
  private final Probing probing;
  private final Residents residents;
  private final TreeFacts trees = new TreeFacts(state, out);
  private Instant lastRevive = Instant.EPOCH;
  private boolean revivePending;

  /** What was made of the state last, and when: most questions come while nothing changes. */
  private @Nullable ServiceSnapshot last;

  private long lastCount;

  /**
   * @param seed of what is chosen: ids and ports
   */
  public ServiceKernel(long seed) {
    random = new SplittableRandom(seed);
    residents = new Residents(state, out);
    launcher = new Launcher(state, out, delays, residents, random);
    PollTimes times = new PollTimes();
    HealthWatch health = new HealthWatch(state, out, times);
    readiness = new Readiness(state, out, times);
    supervisor = new Supervisor(state, out, launcher, readiness, residents);
    statuses = new StatusReader(state, out, delays, supervisor, health, residents);
    probing = new Probing(state, out, supervisor, times, health, readiness);
  }

  /** Takes in what a former process has stored; then {@link #resume} goes on from there. */
  public void restore(Iterable<Fact> facts) {
    facts.forEach(state::apply);
    last = null;
  }

  /** Goes on with everything that was restored. */
  public void resume(Instant now) {
    takeUpWhatWasHalfStored();
    for (Instance instance : List.copyOf(state.instances())) {
      instance
          .killed()
          .ifPresent(
              reason ->
                  instance.taskIds().forEach(task -> out.action(new Action.Kill(task, reason))));
    }
    state.appsAtWork().forEach(supervisor::touch);
    settle(now);
  }

  /**
   * A deployment is stored before the tree it makes, and the tree's version is stored last: one
   * that is newer than the tree was cut short, and says what is missing.
   */
  private void takeUpWhatWasHalfStored() {
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
    }
  }

  /** What follows from the inputs since the last time. */
  public Decision take() {
    return out.take();
  }

  /**
   * Changes what is wanted, unless somebody else is changing the same apps and is not overruled.
   */
  public Outcome change(TreeChange change, boolean force, Instant now) {
    try {
      Instant version = trees.nextVersion(now);
      Tree from = state.tree();
      Tree to = change.applyTo(from, state::versions, version);
      Plan plan = plan(from, to);
      return start(from, to, plan, force, version, now);
    } catch (RefusedException why) {
      return new Outcome.Refused(why);
    }
  }

  /** What a change would do. */
  public Plan rehearse(TreeChange change, Instant now) throws RefusedException {
    Tree from = state.tree();
    return plan(from, change.applyTo(from, state::versions, trees.nextVersion(now)));
  }

  private static Plan plan(Tree from, Tree to) throws RefusedException {
    try {
      return Plan.of(from, to);
    } catch (CyclicDependenciesException circle) {
      throw RefusedException.invalid("/dependencies", String.valueOf(circle.getMessage()));
    }
  }

  private Outcome start(Tree from, Tree to, Plan plan, boolean force, Instant version, Instant now)
      throws RefusedException {
    Deployment deployment =
        new Deployment(
            new UUID(random.nextLong(), random.nextLong()).toString(),
            version,
            plan.before(),
            plan.after(),
            plan.steps(),
            0,
            Set.of());
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
    inTheWay.forEach(other -> giveUp(other, "overruled by deployment " + deployment.id()));
    trees.replace(from, to, version);
    out.notice(new Notice.GroupChanged(PathId.ROOT, version));
    supervisor.begin(deployment);
    settle(now);
    return new Outcome.Accepted(deployment.id(), version);
  }

  private void giveUp(Deployment deployment, String reason) {
    out.fact(new Fact.DeploymentRemoved(deployment.id()));
    out.notice(new Notice.DeploymentFailed(deployment, reason));
    deployment.affected().forEach(supervisor::touch);
  }

  /**
   * Gives up a deployment and undoes what it has done.
   *
   * @return empty when there is no such deployment
   */
  public Optional<Outcome> rollBack(String deploymentId, Instant now) {
    return state
        .deployment(deploymentId)
        .map(d -> change(AppChanges.revert(d.before(), d.affected()), true, now));
  }

  /** Gives up a deployment where it is; returns whether there was one. */
  public boolean cancel(String deploymentId, Instant now) {
    Optional<Deployment> deployment = state.deployment(deploymentId);
    deployment.ifPresent(d -> giveUp(d, "canceled"));
    settle(now);
    return deployment.isPresent();
  }

  /**
   * Kills these tasks. They are replaced, unless their apps shall have fewer instances from now on.
   *
   * @return empty when they are replaced, and thus nothing is deployed
   */
  public Optional<Outcome> kill(List<String> taskIds, boolean scale, boolean force, Instant now) {
    List<Instance> victims = new ArrayList<>();
    taskIds.forEach(id -> state.instance(id).ifPresent(victims::add));
    if (!scale) {
      victims.forEach(instance -> supervisor.kill(instance, "it was asked for"));
      settle(now);
      return Optional.empty();
    }
    Map<PathId, Integer> fewer = new TreeMap<>();
    victims.stream().filter(Instance::isActive).forEach(i -> fewer.merge(i.app(), 1, Integer::sum));
    List<String> locks =
        fewer.keySet().stream()
            .flatMap(id -> state.deploymentOf(id).stream())
            .map(Deployment::id)
            .distinct()
            .toList();
    if (!locks.isEmpty() && !force) {
      return Optional.of(new Outcome.Locked(locks));
    }
    victims.forEach(i -> supervisor.kill(i, "it was asked for, and the app is scaled down"));
    return Optional.of(change(AppChanges.scaleDown(fewer), force, now));
  }

  /** Kills these tasks, and has the volumes of their instances removed; they are replaced. */
  public void wipe(List<String> taskIds, Instant now) {
    for (String id : taskIds) {
      state.instance(id).ifPresent(instance -> wipe(instance, now));
    }
    settle(now);
  }

  private void wipe(Instance instance, Instant now) {
    if (instance.isSuspended()) {
      residents.remove(instance, now);
      supervisor.touch(instance.app());
    } else {
      supervisor.kill(instance, Residents.WIPED);
    }
  }

  /** An app need not wait any more before it is launched. */
  public void resetDelay(PathId app) {
    delays.reset(app);
  }

  /** Puts wanted instances on offers: see {@link Action.Launch}. */
  public void offered(List<Offer> offers, Instant now) {
    Map<OfferId, Candidate> candidates = new LinkedHashMap<>();
    offers.forEach(offer -> candidates.put(OfferId.of(offer.getId()), new Candidate(offer)));
    launcher.offered(List.copyOf(candidates.values()), now);
  }

  /** Takes in what is told of a task. */
  public void updated(TaskStatus status, Instant now) {
    statuses.read(status, now);
    settle(now);
  }

  /** Takes in what came of {@link Action.Look}. */
  public void looked(Poll poll, Poll.Result result, Instant now) {
    probing.answered(poll, result, now);
    settle(now);
  }

  /** Does what is due. To be called about every second. */
  public void tick(Instant now) {
    for (Instance instance : List.copyOf(state.instances())) {
      if (instance.unreachableSince().isPresent()) {
        statuses.unreachable(instance, now);
      } else if (instance.condition() == Condition.Provisioned
          && instance.stagedAt().plus(LAUNCH_TIMEOUT).isBefore(now)) {
        supervisor.kill(instance, "its agent has said nothing for " + LAUNCH_TIMEOUT);
      }
    }
    probing.tick(now);
    settle(now);
    if (revivePending) {
      revive(now);
    }
  }

  private void settle(Instant now) {
    boolean more = supervisor.settle(now);
    if (residents.takeNews() || more) {
      revive(now);
    }
  }

  private void revive(Instant now) {
    revivePending = lastRevive.plus(REVIVE_INTERVAL).isAfter(now);
    if (!revivePending) {
      lastRevive = now;
      out.action(new Action.Revive());
    }
  }

  /** Whether offers are of use now. */
  public boolean wantsOffers(Instant now) {
    return launcher.wantsOffers(now);
  }

  /** The tasks that may run, to be asked about. */
  public List<Instance> instances() {
    return state.instances().stream().filter(instance -> !instance.isSuspended()).toList();
  }

  /** Everything as it is now. */
  public ServiceSnapshot snapshot(Instant now) {
    ServiceSnapshot known = last;
    if (known == null || lastCount != out.count()) {
      known =
          new ServiceSnapshot(
              now,
              state.tree(),
              state.copyOfVersions(),
              state.copyOfInstances(),
              state.deployments(),
              List.of(),
              new TreeMap<>(state.failures()),
              Map.of());
      last = known;
      lastCount = out.count();
    }
    return known.with(now, launcher.queue(now), readiness.known());
  }
}
