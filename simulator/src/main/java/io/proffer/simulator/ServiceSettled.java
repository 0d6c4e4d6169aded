package io.proffer.simulator;

import io.proffer.sdk.testkit.node.AgentNode;
import io.proffer.sdk.testkit.node.VirtualCluster;
import io.proffer.service.kernel.Instance;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Liveness: once nothing breaks any more every deployment ends, every app has the instances it is
 * to have, and nothing else runs.
 */
final class ServiceSettled {

  private final VirtualCluster cluster;
  private final ServiceProcesses processes;

  ServiceSettled(VirtualCluster cluster, ServiceProcesses processes) {
    this.cluster = cluster;
    this.processes = processes;
  }

  /** What is not yet as it must become; empty when all is. */
  Optional<Violation> problem() {
    ServiceModel model = processes.checks().model();
    if (!model.deployments().isEmpty()) {
      return Optional.of(
          new Violation(
              Invariant.DEPLOYMENTS_END,
              model.deployments() + " have not ended, with " + model.instances().values()));
    }
    for (App app : model.apps().values()) {
      long well = model.well(app.id());
      boolean same =
          model.there(app.id()).stream()
              .allMatch(i -> i.configVersion().equals(app.versions().lastConfigChangeAt()));
      if (well != app.instances() || model.there(app.id()).size() != app.instances() || !same) {
        return open(
            app.id()
                + " shall have "
                + app.instances()
                + " instances, has "
                + model.there(app.id()));
      }
    }
    SortedSet<String> known = new TreeSet<>();
    for (Instance instance : model.instances().values()) {
      if (!instance.isSuspended()) {
        known.addAll(instance.taskIds());
      }
      if (model.hasOldFiles(instance)) {
        return open(instance + " has files of a former configuration");
      }
    }
    SortedSet<String> running = new TreeSet<>();
    for (AgentNode agent : cluster.agents()) {
      agent
          .running()
          .forEach(spec -> spec.task().ifPresent(task -> running.add(task.getTaskId().getValue())));
    }
    if (!known.equals(running)) {
      return open("there run " + running + ", known are " + known);
    }
    Set<PathId> leftOver = model.leftOver();
    if (!leftOver.isEmpty()) {
      return open("something is kept of " + leftOver + ", which are no more");
    }
    return processes.isStored() ? Optional.empty() : open("not everything is stored");
  }

  private static Optional<Violation> open(String details) {
    return Optional.of(new Violation(Invariant.APPS_ARE_AS_WANTED, details));
  }
}
