package io.proffer.batch.kernel;

import io.proffer.batch.model.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job, and what is known of it.
 *
 * @param active its runs that have not ended
 * @param history with the runs themselves only where they were asked for
 */
public record JobView(
    Job job,
    List<Run> active,
    HistorySummary history,
    Optional<Instant> nextRunAt,
    List<ScheduleMark.Miss> misses) {

  public JobView {
    active = List.copyOf(active);
  }
}
