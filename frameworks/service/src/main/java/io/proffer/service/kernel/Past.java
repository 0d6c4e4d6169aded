package io.proffer.service.kernel;

import io.proffer.service.model.PathId;
import java.time.Instant;
import java.util.Optional;

/**
 * A task that has ended.
 *
 * @param number counts the ended tasks of the app, from 0
 * @param agentUrl where its agent was reached, and its logs may still be
 * @param state as {@code TASK_FAILED}
 * @param reason Mesos' reason, as {@code REASON_COMMAND_EXECUTOR_FAILED}; empty without one
 * @param killed why this framework has asked it to end; empty when it did not
 */
public record Past(
    PathId app,
    long number,
    String taskId,
    Instant version,
    String agentId,
    String host,
    Optional<String> agentUrl,
    Instant stagedAt,
    Optional<Instant> startedAt,
    Instant endedAt,
    String state,
    Optional<String> reason,
    String message,
    Optional<String> killed) {

  /** How many are kept for each app. */
  public static final int MAX_KEPT = 50;
}
