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
  private final SortedMap<PathId, SortedMap<Instant, App>> versions = new TreeMap<>();
  private final Map<String, Instance> instances = new LinkedHashMap<>();
  private final Map<PathId, Map<String, Instance>> byApp = new LinkedHashMap<>();
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final SortedMap<PathId, TaskFailure> failures = new TreeMap<>();
  private final SortedMap<PathId, LaunchDelay> delays = new TreeMap<>();
  private final Map<String, Oversight> oversights = new LinkedHashMap<>();
  private final Map<PathId, SortedMap<Long, Past>> history = new LinkedHashMap<>();
  private final SortedMap<String, SortedMap<Long, ConfigMap>> configs = new TreeMap<>();
  private final SortedMap<String, SealedSecret> secrets = new TreeMap<>();
  private final SortedMap<String, Webhook> webhooks = new TreeMap<>();
  private final Map<String, Ending> endings = new LinkedHashMap<>();
  private Instant version = Instant.EPOCH;

  ServiceState() {
    groups.put(PathId.ROOT, new Group(PathId.ROOT, List.of(), Instant.EPOCH));
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.AppWanted wanted -> want(wanted.app());
      case Fact.AppUnwanted unwanted -> apps.remove(unwanted.app());
      case Fact.VersionForgotten forgotten -> forget(forgotten.app(), forgotten.version());
      case Fact.GroupSet set -> groups.put(set.group().id(), set.group());
      case Fact.GroupRemoved removed -> groups.remove(removed.group());
      case Fact.TreeVersioned versioned -> version = versioned.version();
      case Fact.InstanceSet set -> set(set.instance());
      case Fact.InstanceRelaunched again -> {
        remove(again.former());
        set(again.instance());
      }
      case Fact.InstanceRemoved removed -> remove(removed.taskId());
      case Fact.DeploymentSet set -> deployments.put(set.deployment().id(), set.deployment());
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
    apps.put(app.id(), app);
    versions.computeIfAbsent(app.id(), id -> new TreeMap<>()).put(app.versions().version(), app);
  }

  private void forget(PathId app, Instant forgotten) {
    SortedMap<Instant, App> known = versions.getOrDefault(app, new TreeMap<>());
    known.remove(forgotten);
    if (known.isEmpty()) {
      versions.remove(app);
    }
  }

  private void set(Instance instance) {
    instances.put(instance.taskId(), instance);
    byApp
        .computeIfAbsent(instance.app(), id -> new LinkedHashMap<>())
        .put(instance.taskId(), instance);
  }

  private void remove(String taskId) {
    Instance gone = instances.remove(taskId);
    if (gone != null) {
      Map<String, Instance> others = byApp.getOrDefault(gone.app(), new LinkedHashMap<>());
      others.remove(taskId);
      if (others.isEmpty()) {
        byApp.remove(gone.app());
      }
    }
  }

  Tree tree() {
    return new Tree(apps, groups, version);
  }

  Instant version() {
    return version;
  }

  Optional<App> app(PathId id) {
    return Optional.ofNullable(apps.get(id));
  }

  /** The apps there are and those that still have instances. */
  List<PathId> appsAtWork() {
    List<PathId> all = new ArrayList<>(apps.keySet());
    byApp.keySet().stream().filter(id -> !apps.containsKey(id)).forEach(all::add);
    return all;
  }

  /** Apps of which something is kept, although they are not wanted, changed or running. */
  Set<PathId> leftOver() {
    Set<PathId> left = new TreeSet<>(versions.keySet());
    left.addAll(failures.keySet());
    left.addAll(delays.keySet());
    left.addAll(history.keySet());
    left.removeIf(
        id -> apps.containsKey(id) || byApp.containsKey(id) || deploymentOf(id).isPresent());
    return left;
  }

  SortedMap<Instant, App> versions(PathId app) {
    return Collections.unmodifiableSortedMap(versions.getOrDefault(app, new TreeMap<>()));
  }

  SortedMap<PathId, SortedMap<Instant, App>> copyOfVersions() {
    SortedMap<PathId, SortedMap<Instant, App>> copy = new TreeMap<>();
    versions.forEach((id, known) -> copy.put(id, new TreeMap<>(known)));
    return copy;
  }

  Optional<Instance> instance(String taskId) {
    return Optional.ofNullable(instances.get(taskId));
  }

  /** Whether there is an instance of this id, whatever its task. */
  boolean hasInstance(String instanceId) {
    return instances.values().stream().anyMatch(i -> i.instanceId().equals(instanceId));
  }

  /** All instances, the oldest first; must not be kept. */
  Collection<Instance> instances() {
    return Collections.unmodifiableCollection(instances.values());
  }

  /** The version of its app that an instance was launched from. */
  Optional<App> launchedFrom(Instance instance) {
    return Optional.ofNullable(versions(instance.app()).get(instance.version()));
  }

  /** A copy of the instances of an app, the oldest first. */
  List<Instance> instances(PathId app) {
    return List.copyOf(byApp.getOrDefault(app, Map.of()).values());
  }

  /** The instances of each app that has any. */
  Map<PathId, List<Instance>> copyOfInstances() {
    Map<PathId, List<Instance>> copy = new LinkedHashMap<>();
    byApp.forEach((app, known) -> copy.put(app, List.copyOf(known.values())));
    return copy;
  }

  Optional<Deployment> deployment(String id) {
    return Optional.ofNullable(deployments.get(id));
  }

  /** A copy, the oldest first. */
  List<Deployment> deployments() {
    return List.copyOf(deployments.values());
  }

  /** The deployment that may change this app now. */
  Optional<Deployment> deploymentOf(PathId app) {
    return deployments.values().stream().filter(d -> d.affects(app)).findFirst();
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
