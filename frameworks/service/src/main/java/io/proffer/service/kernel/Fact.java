package io.proffer.service.kernel;

import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Ending;
import io.proffer.service.deployment.Oversight;
import io.proffer.service.model.App;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import io.proffer.service.model.Retreat;
import io.proffer.service.model.SealedSecret;
import io.proffer.service.model.Source;
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

  /** The way back from the tree to the one before it is kept. */
  record RetreatKept(Retreat retreat) implements Fact {}

  /** What the tree was in this version is of no interest any more. */
  record RetreatForgotten(Instant version) implements Fact {}

  /** How a version of an app was written is kept, for as long as the version. */
  record SourceKept(PathId app, Instant version, Source source) implements Fact {}

  /** An instance has ended, or is given up. */
  record InstanceRemoved(String taskId) implements Fact {}

  /** A deployment is where it is. */
  record DeploymentSet(Deployment deployment) implements Fact {}

  /** A deployment has ended. */
  record DeploymentRemoved(String id) implements Fact {}

  /** A deployment is looked after like this. */
  record OversightSet(Oversight oversight) implements Fact {}

  /** How a deployment ended is remembered. */
  record EndingKept(Ending ending) implements Fact {}

  /** How a deployment ended is of no interest any more. */
  record EndingForgotten(String deployment) implements Fact {}

  /** A task that has ended is remembered, and the oldest of its app forgotten. */
  record TaskEnded(Past past) implements Fact {}

  /**
   * The ended tasks of an app are of no interest any more.
   *
   * @param counted how many there were ever: the first of them may have been forgotten before
   */
  record HistoryForgotten(PathId app, long counted) implements Fact {}

  /** A configuration has another version, and the oldest kept may be forgotten. */
  record ConfigSet(ConfigMap config) implements Fact {}

  /** A configuration is no more, with all its versions. */
  record ConfigRemoved(String name) implements Fact {}

  /** A secret is as it is. */
  record SecretSet(SealedSecret secret) implements Fact {}

  /** A secret is no more. */
  record SecretRemoved(String name) implements Fact {}

  /** A listener to be called is as it is. */
  record WebhookSet(Webhook webhook) implements Fact {}

  /** A listener is not called any more. */
  record WebhookRemoved(String id) implements Fact {}

  /** An app's task failed. */
  record TaskFailed(TaskFailure failure) implements Fact {}

  /** How an app's task failed last is of no interest any more. */
  record FailureForgotten(PathId app) implements Fact {}

  /** An app waits before more of it is launched. */
  record LaunchDelayed(LaunchDelay delay) implements Fact {}

  /** An app does not wait. */
  record DelayRemoved(PathId app) implements Fact {}
}
