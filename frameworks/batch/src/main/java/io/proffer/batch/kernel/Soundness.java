package io.proffer.batch.kernel;

import io.proffer.batch.model.Dependency;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What must hold of a job among the others. */
final class Soundness {

  private Soundness() {}

  /** Refuses a job that comes after one that is not there, or after itself. */
  static void require(Job job, BatchState state) throws RefusedException {
    if (job.schedule().isPresent() && !job.dependencies().isEmpty()) {
      throw dependencies("a job that comes after others has no schedule");
    }
    for (Dependency dependency : job.dependencies()) {
      if (state.job(dependency.job()).isEmpty() && !dependency.job().equals(job.id())) {
        throw dependencies("there is no job " + dependency.job());
      }
    }
    Optional<List<JobId>> cycle = state.graph().cycle(job);
    if (cycle.isPresent()) {
      throw dependencies("jobs would wait for each other: " + join(" after ", cycle.get()));
    }
  }

  private static RefusedException dependencies(String message) {
    return new RefusedException(RefusedException.Kind.INVALID_DEPENDENCIES, message);
  }

  static String join(String between, List<JobId> jobs) {
    return jobs.stream().map(JobId::value).collect(Collectors.joining(between));
  }
}
