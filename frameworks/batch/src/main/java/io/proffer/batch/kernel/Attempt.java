package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * One task of a run.
 *
 * @param number from 1
 * @param agentUrl where its agent answers, {@code http://host:port}; empty if it did not say
 * @param launchedAt when it was decided on: it may never have reached its agent
 * @param state as {@code TASK_RUNNING}; {@code TASK_STAGING} before anything was told
 * @param unseenSince empty while its agent can be reached
 * @param preempted that it was asked to end, to make room for another
 */
public record Attempt(
    int number,
    String taskId,
    String agentId,
    String hostname,
    String agentUrl,
    Instant launchedAt,
    String state,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt,
    Optional<Instant> unseenSince,
    Optional<Preempted> preempted,
    Optional<Ending> ending) {

  /** The state of one that was decided on and not heard of. */
  public static final String LAUNCHED = "TASK_STAGING";

  /**
   * How it ended.
   *
   * @param reason Mesos' word; empty when none was said
   * @param message for people
   */
  public record Ending(
      Failure failure,
      Optional<Integer> exitCode,
      Optional<String> signal,
      String reason,
      String message) {}

  /**
   * That it was asked to end.
   *
   * @param job whose run it makes room for
   */
  public record Preempted(Instant at, JobId job, String run) {

    String words() {
      return "it was ended to make room for " + job + "." + run;
    }
  }

  /** One that was decided on, and that nothing was heard of. */
  public static Attempt launched(
      int number, String taskId, String agentId, String hostname, String agentUrl, Instant at) {
    return new Attempt(
        number,
        taskId,
        agentId,
        hostname,
        agentUrl,
        at,
        LAUNCHED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Where it is, as the attempt of an index. */
  IndexPlace place(int index) {
    return new IndexPlace(index, new IndexPlace.Place(agentId, hostname, agentUrl), number);
  }

  /** Whether it may run. */
  public boolean isActive() {
    return completedAt.isEmpty();
  }

  Attempt told(String newState, Optional<Instant> started, Optional<Instant> unseen) {
    return faring(newState, started, completedAt, unseen, preempted, ending);
  }

  Attempt ended(String lastState, Instant at, Ending how) {
    return faring(
        lastState, startedAt, Optional.of(at), Optional.empty(), preempted, Optional.of(how));
  }

  /** It was asked to end, to make room for another. */
  public Attempt asked(Preempted why) {
    return faring(state, startedAt, completedAt, unseenSince, Optional.of(why), ending);
  }

  /** The same task in the same place, of which more is known. */
  private Attempt faring(
      String newState,
      Optional<Instant> started,
      Optional<Instant> completed,
      Optional<Instant> unseen,
      Optional<Preempted> why,
      Optional<Ending> how) {
    return new Attempt(
        number,
        taskId,
        agentId,
        hostname,
        agentUrl,
        launchedAt,
        newState,
        started,
        completed,
        unseen,
        why,
        how);
  }
}
