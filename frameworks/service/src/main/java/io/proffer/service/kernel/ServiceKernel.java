package io.proffer.service.kernel;

import io.proffer.core.history.SampleRing;
import io.proffer.core.model.OfferId;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.service.change.AppChanges;
import io.proffer.service.change.RefusedException;
import io.proffer.service.change.TreeChange;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Plan;
import io.proffer.service.matching.Candidate;
import io.proffer.service.model.App;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.PathId;
import io.proffer.service.model.SealedSecret;
import io.proffer.service.model.Source;
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
import java.util.function.LongFunction;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * Decides everything. Each input has its method; what follows from inputs is taken with {@link
 * #take} and must be carried out in order: facts stored, then actions, then notices. Not
 * thread-safe; the same inputs and seed give the same decisions.
 */
public final class ServiceKernel {

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
  private final Overseer overseer;
  private final Stopping stopping;
  private final Mender mender;
  private final Rebalancer rebalancer = new Rebalancer(state);
  private final Scaler scaler = new Scaler(state);
  private final Configs configs = new Configs(state, out);
  private final Evacuation evacuation = new Evacuation(state);
  private final InverseAnswers inverseAnswers;
  private final ConfigDelivery delivery = new ConfigDelivery(state, out);
  private final Residents residents;
  private final Deployments deployments;
  private final Optional<String> principal;
  private Instant lastRevive = Instant.EPOCH;
  private boolean revivePending;

  /** What was made of the state last, and when: most questions come while nothing changes. */
  private @Nullable ServiceSnapshot last;

  private long lastCount;

  /**
   * @param seed of what is chosen: ids and ports
   */
  public ServiceKernel(long seed) {
    this(seed, Optional.empty());
  }

  /**
   * @param seed of what is chosen: ids and ports
   * @param principal in whose name resources are reserved; empty: in nobody's
   */
  public ServiceKernel(long seed, Optional<String> principal) {
    this.principal = principal;
    random = new SplittableRandom(seed);
    residents = new Residents(state, out, evacuation);
    launcher = new Launcher(state, out, delays, residents, evacuation, random);
    PollTimes times = new PollTimes();
    HealthWatch health = new HealthWatch(state, out, times);
    readiness = new Readiness(state, out, times);
    mender = new Mender(state);
    stopping = new Stopping(state, out, residents);
    supervisor =
        new Supervisor(
            state, out, launcher, readiness, residents, stopping, mender, rebalancer, evacuation);
    inverseAnswers = new InverseAnswers(state, out, evacuation, supervisor, launcher);
    statuses = new StatusReader(state, out, delays, supervisor, health, residents);
    probing = new Probing(state, out, supervisor, times, health, readiness);
    overseer = new Overseer(state, out, supervisor, launcher);
    deployments = new Deployments(state, out, random, supervisor, overseer, this::settle);
  }

  /** Takes in what a former process has stored; then {@link #resume} goes on from there. */
  public void restore(Iterable<Fact> facts) {
    facts.forEach(state::apply);
    last = null;
  }

  /** Goes on with everything that was restored. */
  public void resume(Instant now) {
    deployments.takeUpWhatWasHalfStored();
    for (Instance instance : List.copyOf(state.instances())) {
      if (instance.extras().killAt().isEmpty()) {
        instance
            .killed()
            .ifPresent(
                reason ->
                    instance.taskIds().forEach(task -> out.action(new Action.Kill(task, reason))));
      }
    }
    state.appsAtWork().forEach(supervisor::touch);
    settle(now);
  }

  /** What follows from the inputs since the last time. */
  public Decision take() {
    return out.take();
  }

  /**
   * Changes what is wanted, unless somebody else is changing the same apps and is not overruled.
   */
  public Outcome change(TreeChange change, boolean force, Instant now) {
    return deployments.change(change, force, now);
  }

  /** What a change would do. */
  public Plan rehearse(TreeChange change, Instant now) throws RefusedException {
    return deployments.rehearse(change, now);
  }

  /** The deployments that change the same apps now. */
  public List<Deployment> inTheWayOf(Plan plan) {
    return deployments.inTheWayOf(plan);
  }

  /**
   * Gives up a deployment and undoes what it has done.
   *
   * @return empty when there is no such deployment
   */
  public Optional<Outcome> rollBack(String deploymentId, Instant now) {
    return deployments.rollBack(deploymentId, now);
  }

  /** Pauses, resumes or promotes a deployment. */
  public Outcome steer(String deploymentId, Steer steer, Instant now) {
    return deployments.steer(deploymentId, steer, now);
  }

  /** Gives up a deployment where it is; returns whether there was one. */
  public boolean cancel(String deploymentId, Instant now) {
    return deployments.cancel(deploymentId, now);
  }

  /** What Marathon's API has no place for. */
  public Beyond beyond() {
    return new Beyond(
        state.oversights(),
        overseer.tried(),
        state.endings(),
        mender.open(),
        configs.missing(),
        inverseAnswers.leaves(),
        delivery.outdated());
  }

  /** The last tasks of an app that have ended, the first to end first. */
  public List<Past> history(PathId app) {
    return state.history(app);
  }

  /** The trees that are known, the present one first and then each that was before it. */
  public List<Tree> trees() {
    return state.archive().trees(state.tree());
  }

  /** How a version of an app was written, if that is kept. */
  public Optional<Source> source(PathId app, Instant version) {
    return state.archive().source(app, version);
  }

  /** Who is called when something happens. */
  public List<Webhook> webhooks() {
    return List.copyOf(state.webhooks().values());
  }

  /**
   * Has this listener called from now on.
   *
   * @param id of the one it replaces; empty for a new one
   * @return empty when there are too many
   */
  public Optional<Webhook> webhook(Optional<String> id, String url, Set<String> events) {
    if (id.isEmpty() && state.webhooks().size() >= Webhook.MAX) {
      return Optional.empty();
    }
    String name = id.orElseGet(() -> new UUID(random.nextLong(), random.nextLong()).toString());
    Webhook webhook = new Webhook(name, url, events);
    out.fact(new Fact.WebhookSet(webhook));
    return Optional.of(webhook);
  }

  /** Calls a listener no more; returns whether it was called. */
  public boolean removeWebhook(String id) {
    boolean known = state.webhooks().containsKey(id);
    if (known) {
      out.fact(new Fact.WebhookRemoved(id));
    }
    return known;
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
      victims.forEach(instance -> supervisor.kill(instance, "it was asked for", now));
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
    victims.forEach(i -> supervisor.kill(i, "it was asked for, and the app is scaled down", now));
    return Optional.of(change(AppChanges.scaleDown(fewer), force, now));
  }

  /** The apps that are scaled by what is measured. */
  public List<ScalingTarget> scalingTargets() {
    return scaler.targets();
  }

  /**
   * Has an app scaled by what was measured.
   *
   * @param readings one for each metric of its policy; empty where it could not be measured
   */
  public void measured(PathId app, List<Optional<Double>> readings, Instant now) {
    Optional<Integer> instances = scaler.measured(app, readings, now);
    if (instances.isPresent()) {
      var unused = change(AppChanges.scaleTo(app, instances.get()), false, now);
    }
  }

  /** What was measured of an app last and what followed; empty before the first time. */
  public Optional<ScalingStatus> scalingStatus(PathId app) {
    return scaler.status(app);
  }

  /**
   * The instances of an app, and then what was read for each of its metrics, in the last hour; not
   * to be kept.
   */
  public Optional<SampleRing> scalingHistory(PathId app) {
    return scaler.history(app);
  }

  /** What uses a configuration that has changed is replaced, as its app says. */
  private void restartOutdated(Instant now) {
    for (PathId id : configs.outdated()) {
      var unused = change(AppChanges.restarted(id), false, now);
    }
  }

  /** The present version of each configuration. */
  public List<ConfigMap> configs() {
    return List.copyOf(state.configs().values());
  }

  /** The versions that are kept of a configuration, the oldest first. */
  public List<ConfigMap> configVersions(String name) {
    return state.configVersions(name);
  }

  /** Has this configuration from now on; empty when there are too many. */
  public Optional<ConfigMap> config(String name, Map<String, String> entries, Instant now) {
    Optional<ConfigMap> made = configs.set(name, entries, now);
    configs.users(name).forEach(supervisor::touch);
    settle(now);
    return made;
  }

  /** Has a configuration no more; the apps that use it, if any, and then it is kept. */
  public Set<PathId> removeConfig(String name) {
    return configs.remove(name);
  }

  /** Takes in what an agent says of {@link Action.Refresh}. */
  public void refreshed(String taskId, FileRefresh.Answer answer) {
    delivery.answered(taskId, answer);
  }

  /** An executor has sent a message that is not for the framework. */
  public void said(String executorId, String agentId, String message) {
    out.notice(new Notice.ExecutorSaid(executorId, agentId, message));
  }

  /** The secrets as they are stored. */
  public List<SealedSecret> secrets() {
    return List.copyOf(state.secrets().values());
  }

  /**
   * Has this secret from now on; empty when there are too many.
   *
   * @param seal makes it, given its version
   */
  public Optional<SealedSecret> seal(String name, LongFunction<SealedSecret> seal) {
    long version = state.secret(name).map(SealedSecret::version).orElse(0L) + 1;
    return configs.seal(seal.apply(version));
  }

  /** Has a secret as it is, sealed with another key. */
  public void reseal(SealedSecret secret) {
    out.fact(new Fact.SecretSet(secret));
  }

  /** Has a secret no more; returns whether there was one. */
  public boolean removeSecret(String name) {
    return configs.removeSecret(name);
  }

  /** An instance has answered {@link Action.PreStop}, or will not. */
  public void readyToStop(String taskId, Instant now) {
    stopping.ready(taskId, now);
  }

  /** Kills these tasks, and has the volumes of their instances removed; they are replaced. */
  public void wipe(List<String> taskIds, Instant now) {
    for (String id : taskIds) {
      state.instance(id).ifPresent(instance -> supervisor.wipe(instance, now));
    }
    settle(now);
  }

  /** An app need not wait any more before it is launched. */
  public void resetDelay(PathId app) {
    delays.reset(app);
  }

  /** Puts wanted instances on offers: see {@link Action.Launch}. */
  public void offered(List<Offer> offers, Instant now) {
    Map<OfferId, Candidate> candidates = new LinkedHashMap<>();
    offers.forEach(
        offer -> candidates.put(OfferId.of(offer.getId()), new Candidate(offer, principal)));
    evacuation.offered(candidates.values(), now).forEach(supervisor::touch);
    settle(now);
    List<Candidate> all = List.copyOf(candidates.values());
    launcher.offered(all, now);
    rebalance(all, now);
  }

  private void rebalance(List<Candidate> offers, Instant now) {
    if (rebalancer.wantsOffers(now)) {
      for (App app : List.copyOf(state.apps())) {
        rebalancer
            .chance(app, offers, supervisor.wellness(), now)
            .ifPresent(
                chance ->
                    launcher
                        .move(app, chance, now)
                        .ifPresent(heir -> rebalancer.moved(app, chance.victim(), heir, now)));
      }
    }
  }

  /** Takes in which agents are going to go, and answers; {@link #settle} is to be called soon. */
  public void inverseOffered(List<InverseOffer> offers, Instant now) {
    inverseAnswers.asked(offers, now);
  }

  /** Takes in what is told of a task; {@link #settle} is to be called soon. */
  public void updated(TaskStatus status, Instant now) {
    statuses.read(status, now);
  }

  /** Takes in what came of {@link Action.Look}; {@link #settle} is to be called soon. */
  public void looked(Poll poll, Poll.Result result, Instant now) {
    probing.answered(poll, result, now);
  }

  /**
   * Decides what follows from all that was told. Once for much that came at the same time: it takes
   * as long as the apps that it was about have instances.
   */
  public void settle(Instant now) {
    boolean more = supervisor.settle(now);
    if (residents.takeNews() || more) {
      revive(now);
    }
  }

  /** Does what is due. To be called about every second. */
  public void tick(Instant now) {
    for (Instance instance : List.copyOf(state.instances())) {
      stopping.tick(instance, now);
      if (instance.unreachableSince().isPresent()) {
        statuses.unreachable(instance, now);
      } else if (instance.condition() == Condition.Provisioned
          && instance.stagedAt().plus(LAUNCH_TIMEOUT).isBefore(now)) {
        supervisor.kill(instance, "its agent has said nothing for " + LAUNCH_TIMEOUT, now);
      }
    }
    probing.tick(now);
    mender.tick(now).forEach(supervisor::touch);
    evacuation.tick(now).forEach(supervisor::touch);
    restartOutdated(now);
    delivery.tick(now);
    overseer.tick(now).forEach(late -> deployments.fail(late, now));
    revivePending |= rebalancer.tick(now);
    settle(now);
    if (revivePending) {
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
    return launcher.wantsOffers(now) || rebalancer.wantsOffers(now);
  }

  /** The roles of the apps there are, for which offers are of use. */
  public Set<String> roles() {
    return state.roles();
  }

  /** The tasks that may run, to be asked about. */
  public List<Instance> instances() {
    return state.instances().stream().filter(instance -> !instance.isSuspended()).toList();
  }

  /**
   * Grows with all that a {@link #snapshot} shows, but for the time, and for what waits and why.
   */
  public long revision() {
    return out.count() + readiness.count();
  }

  /** Everything as it is now. */
  public ServiceSnapshot snapshot(Instant now) {
    ServiceSnapshot known = last;
    if (known == null || lastCount != out.count()) {
      known =
          new ServiceSnapshot(
              now,
              revision(),
              state.tree(),
              state.copyOfVersions(),
              state.copyOfInstances(),
              state.deployments(),
              List.of(),
              new TreeMap<>(state.failures()),
              overseer.trials(),
              Map.of());
      last = known;
      lastCount = out.count();
    }
    return known.with(now, revision(), launcher.queue(now), readiness.known());
  }
}
