package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import java.util.Map;
import java.util.Optional;

/**
 * Takes what runs of workflows have left for the jobs after them. A run has ended when that is
 * known and stored, so that a process that comes after another one asks again for what is missing.
 */
final class Collecting {

  /** All outputs of a workflow are in its record. */
  private static final int MAX_BYTES = 256 * 1024;

  private final BatchState state;
  private final Outbox out;

  Collecting(BatchState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Whether a run that has done its work is asked what it has left. */
  static boolean isWanted(Run run) {
    return run.extensions().care().output() && run.workflow().isPresent() && !run.isArray();
  }

  /** Asks for it. */
  void ask(Run run) {
    Attempt last = run.last().orElseThrow();
    out.action(new Action.Collect(run.job(), run.id(), last.taskId(), last.agentUrl()));
  }

  /** Asks for what a former process has not got. */
  void resume() {
    state.runs().stream().filter(Run::isCollecting).forEach(this::ask);
  }

  /** Stores what a run has left, if it can be; else says why not. */
  Optional<String> take(Run run, Output output) {
    return switch (Output.read(output)) {
      case Output.Variables.Refused refused -> Optional.of(refused.why());
      case Output.Variables.Known known -> store(run, known.values());
    };
  }

  private Optional<String> store(Run run, Map<String, String> values) {
    Optional<Workflow> workflow = run.workflow().flatMap(state::workflow);
    if (workflow.isEmpty()) {
      return Optional.empty();
    }
    int bytes = Output.bytes(values);
    for (Map.Entry<JobId, Map<String, String>> other : workflow.get().outputs().entrySet()) {
      bytes += other.getKey().equals(run.job()) ? 0 : Output.bytes(other.getValue());
    }
    if (bytes > MAX_BYTES) {
      return Optional.of("the outputs of its workflow have more than " + MAX_BYTES + " bytes");
    }
    out.fact(new Fact.WorkflowSet(workflow.get().withOutput(run.job(), values)));
    return Optional.empty();
  }
}
