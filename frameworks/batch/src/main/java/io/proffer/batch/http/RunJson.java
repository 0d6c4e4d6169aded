package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.Times;
import io.proffer.batch.kernel.ArrayView;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.kernel.RunView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Runs as Metronome's clients read them, and in {@code batch} what else is known of them. */
final class RunJson {

  private RunJson() {}

  static ArrayNode list(Collection<Run> runs) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    runs.forEach(run -> list.add(of(run)));
    return list;
  }

  static ObjectNode view(RunView view) {
    return switch (view) {
      case RunView.Active active -> of(active.run());
      case RunView.Finished finished -> of(finished.run());
    };
  }

  static ObjectNode of(Run run) {
    ObjectNode out =
        start(run.id(), run.job().value(), run.status().name(), run.createdAt(), Optional.empty());
    tasks(out, run.attempts());
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    run.scheduledFor().ifPresent(at -> batch.put("scheduledFor", Times.text(at)));
    run.workflow().ifPresent(id -> batch.set("workflow", WorkflowJson.of(id)));
    run.stopped().ifPresent(stop -> batch.put("reason", stop.failure().name()));
    if (run.due().isAfter(run.createdAt())) {
      batch.put("dueAt", Times.text(run.due()));
    }
    extend(out, batch, run.attempts());
    return out;
  }

  static ObjectNode of(FinishedRun run) {
    ObjectNode out =
        start(
            run.id(),
            run.job().value(),
            run.isSuccess() ? Run.Status.SUCCESS.name() : Run.Status.FAILED.name(),
            run.createdAt(),
            Optional.of(run.finishedAt()));
    tasks(out, run.attempts());
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    run.scheduledFor().ifPresent(at -> batch.put("scheduledFor", Times.text(at)));
    if (!run.isSuccess()) {
      batch.put("reason", run.failure().name()).put("message", run.message());
    }
    run.array().ifPresent(array -> batch.set("array", array(array)));
    extend(out, batch, run.attempts());
    return out;
  }

  /** With how its indexes fare. */
  static ObjectNode of(Run run, Optional<ArrayView> array) {
    ObjectNode out = of(run);
    if (array.isPresent()) {
      ObjectNode batch =
          out.path("batch") instanceof ObjectNode known ? known : out.putObject("batch");
      batch.set("array", array(array.get()));
    }
    return out;
  }

  private static ObjectNode array(ArrayView view) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("size", view.size());
    out.put("succeeded", view.succeeded()).put("failed", view.failed());
    out.put("active", view.active()).put("waiting", view.waiting());
    if (!view.failedIndexes().isEmpty()) {
      out.put("failedIndexes", view.failedIndexes());
    }
    ArrayView.Copied copies = view.copies();
    if (!copies.equals(ArrayView.Copied.NONE)) {
      out.putObject("copies")
          .put("running", copies.running())
          .put("launched", copies.launched())
          .put("won", copies.won());
    }
    return out;
  }

  private static ObjectNode start(
      String id, String job, String status, Instant createdAt, Optional<Instant> completedAt) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("id", id).put("jobId", job);
    out.put("status", status).put("createdAt", Times.text(createdAt));
    completedAt.ifPresentOrElse(
        at -> out.put("completedAt", Times.text(at)), () -> out.putNull("completedAt"));
    return out;
  }

  private static void tasks(ObjectNode out, List<Attempt> attempts) {
    ArrayNode tasks = out.putArray("tasks");
    for (Attempt attempt : attempts) {
      ObjectNode task = tasks.addObject().put("id", attempt.taskId());
      task.put("startedAt", Times.text(attempt.startedAt().orElse(attempt.launchedAt())));
      attempt.completedAt().ifPresent(at -> task.put("completedAt", Times.text(at)));
      task.put("status", attempt.state());
    }
  }

  private static void extend(ObjectNode out, ObjectNode batch, List<Attempt> attempts) {
    if (!attempts.isEmpty()) {
      ArrayNode all = batch.putArray("attempts");
      attempts.forEach(attempt -> attempt(all.addObject(), attempt));
    }
    if (!batch.isEmpty()) {
      out.set("batch", batch);
    }
  }

  private static void attempt(ObjectNode out, Attempt attempt) {
    out.put("attempt", attempt.number()).put("taskId", attempt.taskId());
    out.put("agentId", attempt.agentId()).put("host", attempt.hostname());
    attempt.preempted().ifPresent(why -> out.put("preemptedBy", why.job() + "." + why.run()));
    attempt
        .ending()
        .ifPresent(
            ending -> {
              out.put("failure", ending.failure().name());
              ending.exitCode().ifPresent(code -> out.put("exitCode", code));
              ending.signal().ifPresent(signal -> out.put("signal", signal));
              if (!ending.reason().isEmpty()) {
                out.put("reason", ending.reason());
              }
              out.put("message", ending.message());
            });
  }

  /** As Metronome's history has it. */
  static ObjectNode remembered(FinishedRun run) {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("id", run.id());
    out.put("createdAt", Times.text(run.createdAt()));
    out.put("finishedAt", Times.text(run.finishedAt()));
    ArrayNode tasks = out.putArray("tasks");
    run.attempts().forEach(attempt -> tasks.add(attempt.taskId()));
    return out;
  }
}
