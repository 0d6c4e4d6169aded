package io.proffer.batch.kernel;

import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Pool;
import io.proffer.frameworks.common.webhook.Webhook;
import java.time.Instant;
import java.util.Optional;

/**
 * What has been decided or learned and outlives the process: the only thing that changes {@link
 * BatchState}. Written to the store before anything is done that follows from it.
 */
public sealed interface Fact {

  /** A job is as it is. */
  record JobSet(Job job) implements Fact {}

  /** A job is no more, nor its history. */
  record JobRemoved(JobId job) implements Fact {}

  /** A run is as it is. */
  record RunSet(Run run) implements Fact {}

  /** An index of an array fares so. */
  record IndexSet(JobId job, String run, int index, IndexState now) implements Fact {}

  /**
   * An index of an array has a second task besides that of its state, or has none any more.
   *
   * @param copy one that has ended is remembered: there is no other as long as the first one runs
   */
  record CopySet(JobId job, String run, int index, Optional<Attempt> copy) implements Fact {}

  /** The indexes of an array take so long. */
  record PaceSet(JobId job, String run, Pace pace) implements Fact {}

  /** The indexes of an array as a former process left them. */
  record IndexesRestored(JobId job, String run, Indexes indexes) implements Fact {}

  /**
   * A run has ended.
   *
   * @param number how many of the job's runs had ended so before it: its place in the history
   */
  record RunFinished(FinishedRun run, long number) implements Fact {}

  /** A run of a job that is no more has ended, and nobody will ask for it. */
  record RunDropped(JobId job, String run) implements Fact {}

  /** A gang fares so. */
  record GangSet(Gang gang) implements Fact {}

  /** A gang gathers room, and no other of its pool. */
  record LeaseSet(Lease lease) implements Fact {}

  /** No gang of a pool gathers room. */
  record LeaseEnded(String pool) implements Fact {}

  /** Something of an agent may be reserved for gangs from now on. */
  record ReservedSet(String agent, Instant at) implements Fact {}

  /** Nothing of an agent is reserved for gangs. */
  record ReservedForgotten(String agent) implements Fact {}

  /** A workflow is as it is. */
  record WorkflowSet(Workflow workflow) implements Fact {}

  /** A workflow that has ended is forgotten: there are later ones of its root. */
  record WorkflowRemoved(WorkflowId workflow) implements Fact {}

  /** A pool is as it is. */
  record PoolSet(Pool pool) implements Fact {}

  /** A pool is as those are of which nothing was said. */
  record PoolRemoved(String pool) implements Fact {}

  /** Somebody is called when something happens. */
  record WebhookSet(Webhook webhook) implements Fact {}

  /** Somebody is called no more. */
  record WebhookRemoved(String id) implements Fact {}

  /** So much was used of late. */
  record UsageMarked(Usage usage) implements Fact {}

  /** So much was launched of late. */
  record LaunchesMarked(Launches launches) implements Fact {}

  /** A schedule was followed so far. */
  record ScheduleMarked(JobId job, ScheduleMark mark) implements Fact {}
}
