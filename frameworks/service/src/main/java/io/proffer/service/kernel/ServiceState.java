package io.proffer.service.kernel;

import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Ending;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.model.App;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.SealedSecret;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything known that outlives the process. Changed by {@link #apply} only. Not thread-safe. */
final class ServiceState {

  private final SortedMap<PathId, App> apps = new TreeMap<>();
  private final SortedMap<PathId, Group> groups = new TreeMap<>();

  /** The versions of each app in a map that is never changed, but replaced by another. */
  private final SortedMap<PathId, SortedMap<Instant, App>> versions = new TreeMap<>();

  private final Population instances = new Population();
  private final RunningDeployments deployments = new RunningDeployments();
  private final SortedMap<PathId, TaskFailure> failures = new TreeMap<>();
  private final SortedMap<PathId, LaunchDelay> delays = new TreeMap<>();
  private final Map<String, Oversight> oversights = new LinkedHashMap<>();
  private final Map<PathId, SortedMap<Long, Past>> history = new LinkedHashMap<>();
  private final SortedMap<String, SortedMap<Long, ConfigMap>> configs = new TreeMap<>();
  private final SortedMap<String, SealedSecret> secrets = new TreeMap<>();
  private final SortedMap<String, Webhook> webhooks = new TreeMap<>();
  private final Map<String, Ending> endings = new LinkedHashMap<>();
  private final Archive archive = new Archive();
  private Instant version = Instant.EPOCH;

  /** The tree as it was made last; empty when something in it has changed since. */
  private Optional<Tree> tree = Optional.empty();

  /** The roles of its apps. */
  private Set<String> roles = Set.of();

  ServiceState() {
    groups.put(PathId.ROOT, Group.plain(PathId.ROOT, Instant.EPOCH));
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.AppWanted wanted -> want(wanted.app());
      case Fact.AppUnwanted unwanted -> {
        tree = Optional.empty();
        apps.remove(unwanted.app());
      }
      case Fact.VersionForgotten forgotten -> {
        forget(forgotten.app(), forgotten.version());
        archive.forgetSource(forgotten.app(), forgotten.version());
      }
      case Fact.RetreatKept kept -> archive.keep(kept.retreat());
      case Fact.RetreatForgotten forgotten -> archive.forgetTree(forgotten.version());
      case Fact.SourceKept kept -> archive.keep(kept.app(), kept.version(), kept.source());
      case Fact.GroupSet set -> {
        tree = Optional.empty();
        groups.put(set.group().id(), set.group());
      }
      case Fact.GroupRemoved removed -> {
        tree = Optional.empty();
        groups.remove(removed.group());
      }
      case Fact.TreeVersioned versioned -> {
        tree = Optional.empty();
        version = versioned.version();
      }
      case Fact.InstanceSet set -> instances.set(set.instance());
      case Fact.InstanceRelaunched again -> {
        instances.remove(again.former());
        instances.set(again.instance());
      }
      case Fact.InstanceRemoved removed -> instances.remove(removed.taskId());
      case Fact.DeploymentSet set -> deployments.set(set.deployment());
      case Fact.DeploymentRemoved removed -> {
        deployments.remove(removed.id());
        oversights.remove(removed.id());
      }
      case Fact.OversightSet set -> oversights.put(set.oversight().deployment(), set.oversight());
      case Fact.EndingKept kept -> endings.put(kept.ending().deployment(), kept.ending());
      case Fact.TaskEnded ended -> remember(ended.past());
      case Fact.HistoryForgotten forgotten -> history.remove(forgotten.app());
      case Fact.ConfigSet set -> keep(set.config());
      case Fact.ConfigRemoved removed -> configs.remove(removed.name());
      case Fact.SecretSet set -> secrets.put(set.secret().name(), set.secret());
      case Fact.SecretRemoved removed -> secrets.remove(removed.name());
      case Fact.WebhookSet set -> webhooks.put(set.webhook().id(), set.webhook());
      case Fact.WebhookRemoved removed -> webhooks.remove(removed.id());
      case Fact.EndingForgotten forgotten -> endings.remove(forgotten.deployment());
      case Fact.TaskFailed failed -> failures.put(failed.failure().app(), failed.failure());
      case Fact.FailureForgotten forgotten -> failures.remove(forgotten.app());
      case Fact.LaunchDelayed delayed -> delays.put(delayed.delay().app(), delayed.delay());
      case Fact.DelayRemoved removed -> delays.remove(removed.app());
    }
  }

  private void keep(ConfigMap config) {
    SortedMap<Long, ConfigMap> known =
        configs.computeIfAbsent(config.name(), name -> new TreeMap<>());
    known.put(config.version(), config);
    if (known.size() > ConfigMap.MAX_VERSIONS) {
      known.remove(known.firstKey());
    }
  }

  private void remember(Past past) {
    SortedMap<Long, Past> known = history.computeIfAbsent(past.app(), id -> new TreeMap<>());
    known.put(past.number(), past);
    if (known.size() > Past.MAX_KEPT) {
      known.remove(known.firstKey());
    }
  }

  private void want(App app) {
    tree = Optional.empty();
    apps.put(app.id(), app);
    SortedMap<Instant, App> known = new TreeMap<>(versions(app.id()));
    known.put(app.versions().version(), app);
    versions.put(app.id(), Collections.unmodifiableSortedMap(known));
  }

  private void forget(PathId app, Instant forgotten) {
    SortedMap<Instant, App> known = new TreeMap<>(versions(app));
    known.remove(forgotten);
    if (known.isEmpty()) {
      versions.remove(app);
    } else {
      versions.put(app, Collections.unmodifiableSortedMap(known));
    }
  }

  /** All that is wanted; the same object until something else is. */
  Tree tree() {
    if (tree.isEmpty()) {
      tree = Optional.of(new Tree(apps, groups, version));
      Set<String> named = new TreeSet<>();
      apps.values().forEach(app -> named.add(app.spec().role()));
      roles = Collections.unmodifiableSet(named);
    }
    return tree.get();
  }

  Instant version() {
    return version;
  }

  Optional<App> app(PathId id) {
    return Optional.ofNullable(apps.get(id));
  }

  /** The roles of the wanted apps. */
  Set<String> roles() {
    var unused = tree();
    return roles;
  }

  /** What is kept of former times; must not be changed. */
  Archive archive() {
    return archive;
  }

  /** The apps there are and those that still have instances. */
  List<PathId> appsAtWork() {
    List<PathId> all = new ArrayList<>(apps.keySet());
    instances.apps().stream().filter(id -> !apps.containsKey(id)).forEach(all::add);
    return all;
  }

  /** Apps of which something is kept, although they are not wanted, changed or running. */
  Set<PathId> leftOver() {
    Set<PathId> left = new TreeSet<>(versions.keySet());
    left.addAll(failures.keySet());
    left.addAll(delays.keySet());
    left.addAll(history.keySet());
    left.removeIf(
        id ->
            apps.containsKey(id) || instances.apps().contains(id) || deploymentOf(id).isPresent());
    return left;
  }

  /** The versions of an app as they are now. */
  SortedMap<Instant, App> versions(PathId app) {
    return versions.getOrDefault(app, Collections.emptySortedMap());
  }

  SortedMap<PathId, SortedMap<Instant, App>> copyOfVersions() {
    return new TreeMap<>(versions);
  }

  Optional<Instance> instance(String taskId) {
    return instances.of(taskId);
  }

  /** Whether there is an instance of this id, whatever its task. */
  boolean hasInstance(String instanceId) {
    return instances.hasId(instanceId);
  }

  /** All instances, the oldest first; must not be kept. */
  Collection<Instance> instances() {
    return instances.all();
  }

  /** The version of its app that an instance was launched from. */
  Optional<App> launchedFrom(Instance instance) {
    return Optional.ofNullable(versions(instance.app()).get(instance.version()));
  }

  /** The instances of an app as they are now, the oldest first. */
  List<Instance> instances(PathId app) {
    return instances.of(app);
  }

  /** The instances of each app that has any. */
  Map<PathId, List<Instance>> copyOfInstances() {
    return instances.copy();
  }

  Optional<Deployment> deployment(String id) {
    return deployments.of(id);
  }

  /** A copy, the oldest first. */
  List<Deployment> deployments() {
    return deployments.all();
  }

  /** The deployment that may change this app now. */
  Optional<Deployment> deploymentOf(PathId app) {
    return deployments.changing(app);
  }

  Optional<LaunchDelay> delay(PathId app) {
    return Optional.ofNullable(delays.get(app));
  }

  Optional<Oversight> oversight(String deployment) {
    return Optional.ofNullable(oversights.get(deployment));
  }

  Map<String, Oversight> oversights() {
    return Collections.unmodifiableMap(oversights);
  }

  /** How deployments ended, the first to end first. */
  List<Ending> endings() {
    return endings.values().stream().sorted(Comparator.comparing(Ending::endedAt)).toList();
  }

  /** A copy of what is remembered of an app's ended tasks, the first to end first. */
  List<Past> history(PathId app) {
    return List.copyOf(history.getOrDefault(app, new TreeMap<>()).values());
  }

  /** The wanted apps; must not be kept. */
  Collection<App> apps() {
    return Collections.unmodifiableCollection(apps.values());
  }

  /** The present version of each configuration. */
  SortedMap<String, ConfigMap> configs() {
    SortedMap<String, ConfigMap> present = new TreeMap<>();
    configs.forEach((name, known) -> present.put(name, known.lastEntry().getValue()));
    return present;
  }

  Optional<ConfigMap> config(String name) {
    return Optional.ofNullable(configs.get(name)).map(known -> known.lastEntry().getValue());
  }

  /** The versions that are kept of a configuration, the oldest first. */
  List<ConfigMap> configVersions(String name) {
    return List.copyOf(configs.getOrDefault(name, new TreeMap<>()).values());
  }

  SortedMap<String, SealedSecret> secrets() {
    return Collections.unmodifiableSortedMap(secrets);
  }

  Optional<SealedSecret> secret(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  SortedMap<String, Webhook> webhooks() {
    return Collections.unmodifiableSortedMap(webhooks);
  }

  SortedMap<PathId, TaskFailure> failures() {
    return Collections.unmodifiableSortedMap(failures);
  }
}
