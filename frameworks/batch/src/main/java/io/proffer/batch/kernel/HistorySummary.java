package io.proffer.batch.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a job's runs came to.
 *
 * @param successful and {@code failed}, newest first
 */
public record HistorySummary(
    long successCount,
    long failureCount,
    Optional<Instant> lastSuccessAt,
    Optional<Instant> lastFailureAt,
    List<FinishedRun> successful,
    List<FinishedRun> failed) {

  public HistorySummary {
    successful = List.copyOf(successful);
    failed = List.copyOf(failed);
  }
}
