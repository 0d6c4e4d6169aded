package io.proffer.batch.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job: what is run, and when.
 *
 * @param schedule empty: only when somebody asks
 * @param dependencies what it comes after; then it has no schedule
 */
public record Job(
    JobId id,
    Optional<String> description,
    Map<String, String> labels,
    RunSpec run,
    Optional<Schedule> schedule,
    List<Dependency> dependencies,
    Extensions extensions) {

  public Job {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    dependencies = List.copyOf(dependencies);
  }

  /** The same with another schedule, or none. */
  public Job withSchedule(Optional<Schedule> other) {
    return new Job(id, description, labels, run, other, dependencies, extensions);
  }

  /** The same under another id. */
  public Job withId(JobId other) {
    return new Job(other, description, labels, run, schedule, dependencies, extensions);
  }

  /** As many as Metronome allows: none or one. */
  public List<Schedule> schedules() {
    return schedule.map(List::of).orElse(List.of());
  }
}
