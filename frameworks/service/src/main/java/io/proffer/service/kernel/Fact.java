package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.model.App;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import java.time.Instant;

/**
 * What has been decided or learned and outlives the process: the only thing that changes {@link
 * ServiceState}. Written to the store before anything is done that follows from it.
 */
public sealed interface Fact {

  /** A version of an app is the one that is wanted. */
  record AppWanted(App app) implements Fact {}

  /** An app is not wanted any more; its versions are kept while it may come back. */
  record AppUnwanted(PathId app) implements Fact {}

  /** An app's versions are forgotten, all or one. */
  record VersionForgotten(PathId app, Instant version) implements Fact {}

  /** A group is as it is. */
  record GroupSet(Group group) implements Fact {}

  /** A group is no more. */
  record GroupRemoved(PathId group) implements Fact {}

  /** The tree has a new version. */
  record TreeVersioned(Instant version) implements Fact {}

  /** An instance is as it is. */
  record InstanceSet(Instance instance) implements Fact {}

  /**
   * An instance is launched again where it was.
   *
   * @param former the id of the task it had
   */
  record InstanceRelaunched(String former, Instance instance) implements Fact {}

  /** An instance has ended, or is given up. */
  record InstanceRemoved(String taskId) implements Fact {}

  /** A deployment is where it is. */
  record DeploymentSet(Deployment deployment) implements Fact {}

  /** A deployment has ended. */
  record DeploymentRemoved(String id) implements Fact {}

  /** An app's task failed. */
  record TaskFailed(TaskFailure failure) implements Fact {}

  /** How an app's task failed last is of no interest any more. */
  record FailureForgotten(PathId app) implements Fact {}

  /** An app waits before more of it is launched. */
  record LaunchDelayed(LaunchDelay delay) implements Fact {}

  /** An app does not wait. */
  record DelayRemoved(PathId app) implements Fact {}
}
