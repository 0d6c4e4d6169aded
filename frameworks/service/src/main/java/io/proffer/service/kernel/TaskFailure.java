package io.proffer.service.kernel;

import io.proffer.service.model.PathId;
import java.time.Instant;

/** How an app's task failed last. */
public record TaskFailure(
    PathId app,
    String taskId,
    String agentId,
    String host,
    String state,
    String message,
    Instant at,
    Instant version) {}
