package io.proffer.simulator;

import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Ending;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.deployment.Step;
import io.proffer.service.kernel.Condition;
import io.proffer.service.kernel.Fact;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.LaunchDelay;
import io.proffer.service.kernel.Past;
import io.proffer.service.kernel.TaskFailure;
import io.proffer.service.model.App;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Retreat;
import io.proffer.service.model.SealedSecret;
import io.proffer.service.model.Source;
import io.proffer.service.model.UpgradeStrategy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What facts make, reckoned apart from the kernel. */
final class ServiceModel {

  private final Map<PathId, App> apps = new TreeMap<>();
  private final Map<PathId, Group> groups = new TreeMap<>();
  private final Map<PathId, Map<Instant, App>> versions = new TreeMap<>();
  private final Map<String, Instance> instances = new TreeMap<>();
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final Map<PathId, TaskFailure> failures = new TreeMap<>();
  private final Map<PathId, LaunchDelay> delays = new TreeMap<>();
  private final Map<String, Oversight> oversights = new TreeMap<>();
  private final Map<String, Ending> endings = new TreeMap<>();
  private final Map<PathId, SortedMap<Long, Past>> past = new TreeMap<>();
  private final Map<String, SortedMap<Long, ConfigMap>> configs = new TreeMap<>();
  private final Map<String, SealedSecret> secrets = new TreeMap<>();
  private final Map<String, Webhook> webhooks = new TreeMap<>();
  private final Map<Instant, Retreat> retreats = new TreeMap<>();
  private final Map<String, Source> sources = new TreeMap<>();
  private Instant version = Instant.EPOCH;

  void apply(Fact fact) {
    switch (fact) {
      case Fact.AppWanted f -> {
        apps.put(f.app().id(), f.app());
        versions
            .computeIfAbsent(f.app().id(), id -> new TreeMap<>())
            .put(f.app().versions().version(), f.app());
      }
      case Fact.AppUnwanted f -> apps.remove(f.app());
      case Fact.VersionForgotten f -> {
        Map<Instant, App> known = versions.getOrDefault(f.app(), new TreeMap<>());
        known.remove(f.version());
        if (known.isEmpty()) {
          versions.remove(f.app());
        }
        sources.remove(f.app() + " " + f.version());
      }
      case Fact.RetreatKept f -> retreats.put(f.retreat().to(), f.retreat());
      case Fact.RetreatForgotten f -> retreats.remove(f.version());
      case Fact.SourceKept f -> sources.put(f.app() + " " + f.version(), f.source());
      case Fact.GroupSet f -> groups.put(f.group().id(), f.group());
      case Fact.GroupRemoved f -> groups.remove(f.group());
      case Fact.TreeVersioned f -> version = f.version();
      case Fact.InstanceSet f -> instances.put(f.instance().taskId(), f.instance());
      case Fact.InstanceRelaunched f -> {
        instances.remove(f.former());
        instances.put(f.instance().taskId(), f.instance());
      }
      case Fact.InstanceRemoved f -> instances.remove(f.taskId());
      case Fact.DeploymentSet f -> deployments.put(f.deployment().id(), f.deployment());
      case Fact.DeploymentRemoved f -> {
        deployments.remove(f.id());
        oversights.remove(f.id());
      }
      case Fact.OversightSet f -> oversights.put(f.oversight().deployment(), f.oversight());
      case Fact.EndingKept f -> endings.put(f.ending().deployment(), f.ending());
      case Fact.EndingForgotten f -> endings.remove(f.deployment());
      case Fact.TaskEnded f -> {
        SortedMap<Long, Past> known = past.computeIfAbsent(f.past().app(), id -> new TreeMap<>());
        known.put(f.past().number(), f.past());
        known.headMap(f.past().number() - Past.MAX_KEPT + 1).clear();
      }
      case Fact.HistoryForgotten f -> past.remove(f.app());
      case Fact.ConfigSet f -> {
        ConfigMap set = f.config();
        SortedMap<Long, ConfigMap> known =
            configs.computeIfAbsent(set.name(), name -> new TreeMap<>());
        known.put(set.version(), set);
        known.headMap(set.version() - ConfigMap.MAX_VERSIONS + 1).clear();
      }
      case Fact.ConfigRemoved f -> configs.remove(f.name());
      case Fact.SecretSet f -> secrets.put(f.secret().name(), f.secret());
      case Fact.SecretRemoved f -> secrets.remove(f.name());
      case Fact.WebhookSet f -> webhooks.put(f.webhook().id(), f.webhook());
      case Fact.WebhookRemoved f -> webhooks.remove(f.id());
      case Fact.TaskFailed f -> failures.put(f.failure().app(), f.failure());
      case Fact.FailureForgotten f -> failures.remove(f.app());
      case Fact.LaunchDelayed f -> delays.put(f.delay().app(), f.delay());
      case Fact.DelayRemoved f -> delays.remove(f.app());
    }
  }

  /** What of two models differs; empty when they are the same. What is done of a step may. */
  Optional<String> difference(ServiceModel other) {
    return differs("apps", apps, other.apps)
        .or(() -> differs("groups", groups, other.groups))
        .or(() -> differs("versions", versions, other.versions))
        .or(() -> differs("instances", instances, other.instances))
        .or(() -> differs("deployments", progress(), other.progress()))
        .or(() -> differs("failures", failures, other.failures))
        .or(() -> differs("delays", delays, other.delays))
        .or(() -> differs("oversights", oversights, other.oversights))
        .or(() -> differs("endings", endings, other.endings))
        .or(() -> differs("what has ended", past, other.past))
        .or(() -> differs("configurations", configs, other.configs))
        .or(() -> differs("secrets", secrets, other.secrets))
        .or(() -> differs("webhooks", webhooks, other.webhooks))
        .or(() -> differs("ways back", retreats, other.retreats))
        .or(() -> differs("sources", sources, other.sources))
        .or(() -> differs("version", version, other.version));
  }

  private static Optional<String> differs(String what, Object mine, Object others) {
    return mine.equals(others)
        ? Optional.empty()
        : Optional.of(what + " are " + mine + " here and " + others + " there");
  }

  private Map<String, List<Object>> progress() {
    Map<String, List<Object>> progress = new TreeMap<>();
    deployments.forEach(
        (id, d) -> progress.put(id, List.of(d.current(), d.before(), d.after(), d.steps())));
    return progress;
  }

  /** Apps that are not wanted, of which something is kept. */
  Set<PathId> leftOver() {
    Set<PathId> left = new TreeSet<>(versions.keySet());
    left.addAll(failures.keySet());
    left.addAll(delays.keySet());
    left.addAll(past.keySet());
    left.removeAll(apps.keySet());
    return left;
  }

  Map<PathId, App> apps() {
    return Collections.unmodifiableMap(apps);
  }

  Map<String, Instance> instances() {
    return Collections.unmodifiableMap(instances);
  }

  Map<String, Deployment> deployments() {
    return Collections.unmodifiableMap(deployments);
  }

  /**
   * Instances of an app that have a task and whose places are not taken, those that are being
   * killed included, unless they will be when their agent is back.
   */
  List<Instance> there(PathId app) {
    return instances.values().stream()
        .filter(i -> i.app().equals(app) && !i.isSuspended())
        .filter(i -> i.condition() != Condition.UnreachableInactive)
        .filter(i -> !i.isKilled() || i.condition() != Condition.Unreachable)
        .toList();
  }

  /** Those that count; what is not healthy does not, where it is replaced before it is killed. */
  long active(PathId app) {
    return active(app, i -> true);
  }

  /** As {@link #active(PathId)}, without one. */
  long activeBut(Instance victim) {
    return active(victim.app(), i -> !i.taskId().equals(victim.taskId()));
  }

  private long active(PathId app, Predicate<Instance> which) {
    boolean mended =
        Optional.ofNullable(apps.get(app))
            .filter(a -> a.spec().extension().mending().isPresent())
            .isPresent();
    return there(app).stream()
        .filter(i -> !i.isKilled() && which.test(i))
        .filter(i -> !mended || i.healthy().orElse(true))
        .count();
  }

  long well(PathId app) {
    return there(app).stream().filter(this::isWell).count();
  }

  /** As {@link #well(PathId)}, without one, which may not be well itself. */
  long wellBut(Instance victim) {
    return there(victim.app()).stream()
        .filter(i -> !i.taskId().equals(victim.taskId()) && isWell(i))
        .count();
  }

  boolean isWell(Instance instance) {
    App launched =
        Optional.ofNullable(versions.get(instance.app()))
            .map(known -> known.get(instance.version()))
            .or(() -> Optional.ofNullable(apps.get(instance.app())))
            .orElse(null);
    boolean checked = launched != null && launched.spec().isChecked();
    return instance.condition() == Condition.Running
        && !instance.isKilled()
        && (!checked || instance.healthy().orElse(false));
  }

  /**
   * Whether an instance that runs is yet to be told of a configuration. One that would need other
   * files may have been tried to be replaced, in vain.
   */
  boolean hasOldFiles(Instance instance) {
    return instance.condition() == Condition.Running
        && instance.extras().configs().entrySet().stream()
            .anyMatch(
                had -> isOld(had.getValue(), configs.getOrDefault(had.getKey(), new TreeMap<>())));
  }

  private static boolean isOld(long version, SortedMap<Long, ConfigMap> known) {
    ConfigMap had = known.get(version);
    return had != null
        && known.lastKey() > version
        && had.entries().keySet().equals(known.lastEntry().getValue().entries().keySet());
  }

  private Optional<Deployment> deployment(PathId app) {
    return deployments.values().stream().filter(d -> d.affects(app)).findFirst();
  }

  /** Whether instances of the app are being replaced. */
  boolean isRolling(PathId app) {
    return deployment(app)
        .flatMap(d -> d.acting(app))
        .filter(action -> action.kind() == Step.Kind.RESTART)
        .isPresent();
  }

  /** How many instances of the app there shall be now: of what waits for its step, as before. */
  int wanted(PathId app) {
    Optional<App> now = Optional.ofNullable(apps.get(app));
    Optional<Deployment> running = deployment(app);
    if (running.isPresent()) {
      now = Optional.ofNullable(running.get().after().get(app));
      if (running.get().isPending(app)) {
        now = Optional.ofNullable(running.get().before().get(app));
      }
    }
    return now.map(App::instances).orElse(0);
  }

  /** How many instances there may be besides, in place of which others are to end. */
  int heirs(PathId app) {
    return Optional.ofNullable(apps.get(app))
        .flatMap(a -> a.spec().extension().rebalance())
        .map(policy -> 1)
        .orElse(0);
  }

  private App rolledTo(PathId app) {
    return Optional.ofNullable(deployment(app).orElseThrow().after().get(app)).orElseThrow();
  }

  /** Whether an instance is of the configuration that is being replaced. */
  boolean isOldOfRollout(Instance instance) {
    return isRolling(instance.app()) && !isNew(instance);
  }

  private boolean isNew(Instance instance) {
    return instance
        .configVersion()
        .equals(rolledTo(instance.app()).versions().lastConfigChangeAt());
  }

  long activeOld(PathId app) {
    return there(app).stream().filter(i -> !i.isKilled() && !isNew(i)).count();
  }

  long activeNew(PathId app) {
    return there(app).stream().filter(i -> !i.isKilled() && isNew(i)).count();
  }

  /** How many instances there were to be before the rollout. */
  int before(PathId app) {
    return Optional.ofNullable(deployment(app).orElseThrow().before().get(app))
        .map(App::instances)
        .orElse(0);
  }

  /** How many new instances may be tried beside all old ones. */
  int canaries(PathId app) {
    App to = rolledTo(app);
    return to.spec().extension().rollout().map(p -> p.canariesOf(to.instances())).orElse(0);
  }

  int minimumHealthy(PathId app) {
    App to = rolledTo(app);
    UpgradeStrategy strategy = to.spec().upgradeStrategy();
    int minimum =
        BigDecimal.valueOf(strategy.minimumHealthCapacity())
            .multiply(BigDecimal.valueOf(to.instances()))
            .setScale(0, RoundingMode.CEILING)
            .intValueExact();
    return isInPlace(to) ? Math.min(minimum, to.instances() - 1) : minimum;
  }

  /** A number, and a volume, is free only when its instance has ended. */
  private static boolean isInPlace(App app) {
    return app.spec().extension().indexed() || app.spec().isResident();
  }

  int maximum(PathId app) {
    App to = rolledTo(app);
    int over =
        BigDecimal.valueOf(to.spec().upgradeStrategy().maximumOverCapacity())
            .multiply(BigDecimal.valueOf(to.instances()))
            .setScale(0, RoundingMode.FLOOR)
            .intValueExact();
    int maximum = isInPlace(to) ? to.instances() : to.instances() + over;
    // Where the two leave no room at all, there is room for one more.
    return maximum == minimumHealthy(app) ? maximum + 1 : maximum;
  }
}
