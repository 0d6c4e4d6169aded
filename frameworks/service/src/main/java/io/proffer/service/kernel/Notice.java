package io.proffer.service.kernel;

import io.proffer.service.deployment.Deployment;
import io.proffer.service.deployment.Step;
import io.proffer.service.model.HealthCheck;
import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.Optional;

/** What those who listen are told has happened. */
public sealed interface Notice {

  /** A task's state was told. */
  record StatusUpdated(Instance instance, String state, String message) implements Notice {}

  /** An instance's condition has changed. */
  record InstanceChanged(Instance instance) implements Notice {}

  /** An instance's health has changed. */
  record HealthChanged(Instance instance, boolean healthy) implements Notice {}

  /** A health check that is done from here has failed. */
  record HealthCheckFailed(Instance instance, HealthCheck check) implements Notice {}

  /** An instance was killed because its health check said so. */
  record UnhealthyKilled(Instance instance, String reason) implements Notice {}

  /** A task has ended that nobody here knows. */
  record UnknownTerminated(String taskId, PathId app, Condition condition) implements Notice {}

  /** A deployment begins a step. */
  record StepBegun(Deployment deployment, Step step) implements Notice {}

  /** A deployment has done a step. */
  record StepDone(Deployment deployment, Step step) implements Notice {}

  /** A deployment was given up while it was at a step. */
  record StepFailed(Deployment deployment, Step step) implements Notice {}

  /** A deployment is done. */
  record DeploymentSucceeded(Deployment deployment) implements Notice {}

  /** A deployment was given up. */
  record DeploymentFailed(Deployment deployment, String reason) implements Notice {}

  /** A change of the tree was taken. */
  record GroupChanged(PathId group, Instant version) implements Notice {}

  /** A change of the tree was refused. */
  record GroupChangeFailed(PathId group, Instant version, String reason) implements Notice {}

  /** An app has a health check that it had not before. */
  record HealthCheckAdded(PathId app, Instant version, HealthCheck check) implements Notice {}

  /** An app's health checks are no more. */
  record HealthChecksRemoved(PathId app) implements Notice {}

  /** An app and all its instances are gone. */
  record AppTerminated(PathId app) implements Notice {}

  /** An executor has sent a message. */
  record ExecutorSaid(String executorId, String agentId, String message) implements Notice {}

  /** A master took the subscription. */
  record Registered(Optional<String> frameworkId, String master, boolean again) implements Notice {}

  /** The subscription is lost. */
  record Disconnected() implements Notice {}
}
