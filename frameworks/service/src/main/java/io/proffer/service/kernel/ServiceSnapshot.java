package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything as it was at one moment. Immutable.
 *
 * @param revision grows with all that changes but for the time, and for what waits and why
 * @param trials apps of which new instances are tried beside the old ones until they are promoted,
 *     and when the configuration that these have was made
 */
public record ServiceSnapshot(
    Instant at,
    long revision,
    Tree tree,
    SortedMap<PathId, SortedMap<Instant, App>> versions,
    Map<PathId, List<Instance>> instances,
    List<Deployment> deployments,
    List<QueueEntry> queue,
    SortedMap<PathId, TaskFailure> failures,
    Map<PathId, Instant> trials,
    Map<PathId, List<ReadinessResult>> readiness) {

  /** The same state at another moment. */
  ServiceSnapshot with(
      Instant now,
      long changes,
      List<QueueEntry> waiting,
      Map<PathId, List<ReadinessResult>> answers) {
    return new ServiceSnapshot(
        now, changes, tree, versions, instances, deployments, waiting, failures, trials, answers);
  }

  /** The same state, as if another tree were wanted. */
  public ServiceSnapshot with(Tree other) {
    return new ServiceSnapshot(
        at, revision, other, versions, instances, deployments, queue, failures, trials, readiness);
  }

  /** Whether nothing has changed between two snapshots of a kernel but the time, and what waits. */
  public boolean isOfStateOf(ServiceSnapshot other) {
    return revision == other.revision;
  }

  /** The instances of an app that somebody may care about: not those whose place is taken. */
  public List<Instance> instances(PathId app) {
    return instances.getOrDefault(app, List.of());
  }

  /** What instances of an app said when they were asked whether they are ready. */
  public List<ReadinessResult> readiness(PathId app) {
    return readiness.getOrDefault(app, List.of());
  }

  /** Whether an instance is one of those that are tried. */
  public boolean isCanary(Instance instance) {
    return instance.configVersion().equals(trials.get(instance.app()));
  }

  public List<Instance> allInstances() {
    List<Instance> all = new ArrayList<>();
    instances.values().forEach(all::addAll);
    return all;
  }

  public Optional<Instance> instance(String taskId) {
    return allInstances().stream().filter(i -> i.taskId().equals(taskId)).findFirst();
  }

  /** The version of the app that an instance was launched from, or the present one. */
  public Optional<App> appOf(Instance instance) {
    SortedMap<Instant, App> known = versions.get(instance.app());
    Optional<App> launched =
        known == null ? Optional.empty() : Optional.ofNullable(known.get(instance.version()));
    return launched.or(() -> Optional.ofNullable(tree.apps().get(instance.app())));
  }

  /** The deployment that changes an app now. */
  public Optional<Deployment> deploymentOf(PathId app) {
    return deployments.stream().filter(d -> d.affects(app)).findFirst();
  }
}
