package io.proffer.batch.kernel;

import io.proffer.batch.model.Job;
import io.proffer.batch.model.Parameters;
import java.time.Instant;
import java.util.Optional;

/** Begins runs, with the workflows they bring. */
final class Starter {

  private final RunBook book;
  private final Workflows workflows;

  Starter(RunBook book, Workflows workflows) {
    this.book = book;
    this.workflows = workflows;
  }

  /** Begins a run; or says why not. */
  Optional<String> begin(
      Job job,
      String id,
      Parameters parameters,
      Optional<Instant> scheduledFor,
      boolean inTurn,
      Instant now) {
    if (!workflows.isWorkflow(job.id())) {
      book.begin(Run.begin(job, id, parameters, scheduledFor, inTurn, now));
      return Optional.empty();
    }
    Optional<String> problem = workflows.problem(job.id());
    if (problem.isEmpty()) {
      var unused = workflows.begin(job, id, parameters, scheduledFor, inTurn, now);
    }
    return problem;
  }
}
