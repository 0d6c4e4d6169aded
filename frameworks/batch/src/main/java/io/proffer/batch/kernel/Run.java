package io.proffer.batch.kernel;

import io.proffer.batch.model.Extensions;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.RunSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a job that has not ended. It keeps what it runs: a change of its job is none of its
 * business.
 *
 * @param id unique within its job
 * @param scheduledFor when it was due; empty: somebody asked for it
 * @param token what the asker calls it
 * @param workflow the one it is part of, if any
 * @param inTurn whether it waits for the earlier runs of its job
 * @param charged attempts that failed by the job's own fault
 * @param uncharged attempts that failed otherwise
 * @param due before this no attempt is made
 * @param stopped why it is not to go on; empty while it is
 * @param attempts the latest ones; at most one of them is active, and that is the last
 */
public record Run(
    String id,
    JobId job,
    RunSpec spec,
    Extensions extensions,
    Map<String, String> labels,
    Instant createdAt,
    Optional<Instant> scheduledFor,
    Optional<String> token,
    Optional<WorkflowId> workflow,
    boolean inTurn,
    int charged,
    int uncharged,
    Instant due,
    Optional<Stop> stopped,
    List<Attempt> attempts) {

  /** More than anybody reads; all of them count. */
  private static final int MAX_ATTEMPTS = 10;

  public Run {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    attempts = List.copyOf(attempts);
  }

  /** Why a run is not to go on. */
  public record Stop(Failure failure, String reason) {}

  /** Metronome's words. */
  public enum Status {
    INITIAL,
    STARTING,
    ACTIVE,
    SUCCESS,
    FAILED
  }

  /** One that is to be made, as its job and whoever asks for it say. */
  static Run begin(
      Job of,
      String id,
      Parameters parameters,
      Optional<Instant> scheduledFor,
      boolean inTurn,
      Instant now) {
    Map<String, String> labels = new LinkedHashMap<>(of.labels());
    labels.putAll(parameters.labels());
    boolean asItIs =
        parameters.env().isEmpty()
            && parameters.args().isEmpty()
            && parameters.constraints().isEmpty();
    return new Run(
        id,
        of.id(),
        asItIs
            ? of.run()
            : of.run().with(parameters.env(), parameters.args(), parameters.constraints()),
        of.extensions(),
        labels,
        now,
        scheduledFor,
        parameters.token(),
        Optional.empty(),
        inTurn,
        0,
        0,
        now,
        Optional.empty(),
        List.of());
  }

  /** The same as part of a workflow. */
  Run in(WorkflowId of) {
    return new Run(
        id,
        job,
        spec,
        extensions,
        labels,
        createdAt,
        scheduledFor,
        token,
        Optional.of(of),
        inTurn,
        charged,
        uncharged,
        due,
        stopped,
        attempts);
  }

  /** Whether it is many tasks. */
  public boolean isArray() {
    return extensions.array().isPresent();
  }

  /** Whether its tasks are begun together. */
  public boolean isGang() {
    return extensions.gang().isPresent();
  }

  /** Whether it has done its work, and only what it left for others is not known yet. */
  public boolean isCollecting() {
    return last()
        .flatMap(Attempt::ending)
        .filter(ending -> ending.failure() == Failure.NONE)
        .isPresent();
  }

  public Status status() {
    if (isArray() || isCollecting()) {
      return Status.ACTIVE;
    }
    Optional<Attempt> active = active();
    if (active.filter(attempt -> attempt.startedAt().isPresent()).isPresent()) {
      return Status.ACTIVE;
    }
    return attempts.isEmpty() ? Status.INITIAL : Status.STARTING;
  }

  /** The attempt that may run. */
  public Optional<Attempt> active() {
    return last().filter(Attempt::isActive);
  }

  /** The latest attempt. */
  public Optional<Attempt> last() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /** The number of the attempt that may follow. */
  int nextAttempt() {
    return last().map(Attempt::number).orElse(0) + 1;
  }

  /** The same in every process that decides to make this attempt. */
  static String taskId(JobId job, String run, int index, int attempt) {
    return job + "." + run + "." + index + "." + attempt;
  }

  Run withAttempt(Attempt attempt) {
    List<Attempt> all = new ArrayList<>(attempts);
    if (!all.isEmpty() && all.getLast().number() == attempt.number()) {
      all.removeLast();
    }
    all.add(attempt);
    while (all.size() > MAX_ATTEMPTS) {
      all.removeFirst();
    }
    return with(charged, uncharged, due, stopped, all);
  }

  Run stopped(Stop why) {
    return with(charged, uncharged, due, Optional.of(why), attempts);
  }

  /** Another attempt is to be made, not before a time. */
  Run retried(boolean chargedToo, Instant notBefore) {
    return with(
        charged + (chargedToo ? 1 : 0),
        uncharged + (chargedToo ? 0 : 1),
        notBefore,
        stopped,
        attempts);
  }

  /** The same with more memory, where its failure policy says so. */
  Run grown() {
    double memMb = extensions.care().failures().grown(spec.memMb());
    return memMb <= spec.memMb() ? this : withSpec(spec.withMemMb(memMb));
  }

  private Run withSpec(RunSpec other) {
    return new Run(
        id,
        job,
        other,
        extensions,
        labels,
        createdAt,
        scheduledFor,
        token,
        workflow,
        inTurn,
        charged,
        uncharged,
        due,
        stopped,
        attempts);
  }

  /** As {@link #retried}, and nothing is counted. */
  Run requeued(Instant notBefore) {
    return with(charged, uncharged, notBefore, stopped, attempts);
  }

  private Run with(
      int nowCharged,
      int nowUncharged,
      Instant nowDue,
      Optional<Stop> nowStopped,
      List<Attempt> nowAttempts) {
    return new Run(
        id,
        job,
        spec,
        extensions,
        labels,
        createdAt,
        scheduledFor,
        token,
        workflow,
        inTurn,
        nowCharged,
        nowUncharged,
        nowDue,
        nowStopped,
        nowAttempts);
  }
}
