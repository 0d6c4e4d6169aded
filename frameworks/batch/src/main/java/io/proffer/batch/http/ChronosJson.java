package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.ChronosWriter;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.kernel.JobView;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Jobs with what is known of them, as clients of Chronos read them. */
final class ChronosJson {

  private static final DateTimeFormatter STAT_TIME =
      DateTimeFormatter.ofPattern("MM/dd/yy HH:mm:ss").withZone(ZoneOffset.UTC);

  private ChronosJson() {}

  static ArrayNode list(List<JobView> views) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    views.forEach(view -> out.add(job(view)));
    return out;
  }

  static ObjectNode job(JobView view) {
    HistorySummary history = view.history();
    return ChronosWriter.write(view.job())
        .put("successCount", history.successCount())
        .put("errorCount", history.failureCount())
        .put("lastSuccess", time(history.lastSuccessAt()))
        .put("lastError", time(history.lastFailureAt()))
        .put("errorsSinceLastSuccess", lastState(view).equals("failure") ? 1 : 0);
  }

  private static String time(Optional<Instant> at) {
    return at.map(Instant::toString).orElse("");
  }

  static ObjectNode summary(List<JobView> views) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode jobs = out.putArray("jobs");
    for (JobView view : views) {
      ObjectNode job = jobs.addObject().put("name", view.job().id().value());
      job.put("status", lastState(view)).put("state", currentState(view));
      job.put("schedule", ChronosWriter.schedule(view.job()));
      ArrayNode parents = job.putArray("parents");
      view.job().dependencies().forEach(parent -> parents.add(parent.job().value()));
      job.put("disabled", ChronosWriter.isDisabled(view.job()));
    }
    return out;
  }

  private static String lastState(JobView view) {
    Optional<Instant> well = view.history().lastSuccessAt();
    Optional<Instant> badly = view.history().lastFailureAt();
    if (well.isEmpty() && badly.isEmpty()) {
      return "fresh";
    }
    return well.filter(at -> badly.isEmpty() || at.isAfter(badly.get())).isPresent()
        ? "success"
        : "failure";
  }

  private static String currentState(JobView view) {
    long running = view.active().stream().filter(run -> run.status() == Run.Status.ACTIVE).count();
    return running > 0 ? running + " running" : view.active().isEmpty() ? "idle" : "queued";
  }

  static ObjectNode stat(JobView view) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    histogram(view.history().successful(), out.putObject("histogram"));
    ArrayNode history = out.putArray("taskStatHistory");
    view.active().reversed().forEach(run -> stats(run.job().value(), run.attempts(), history));
    Stream.concat(view.history().successful().stream(), view.history().failed().stream())
        .sorted((a, b) -> b.finishedAt().compareTo(a.finishedAt()))
        .forEach(run -> stats(run.job().value(), run.attempts(), history));
    return out;
  }

  private static void stats(String job, List<Attempt> attempts, ArrayNode out) {
    for (Attempt attempt : attempts.reversed()) {
      ObjectNode one = out.addObject().put("taskId", attempt.taskId()).put("jobName", job);
      one.put("slaveId", attempt.agentId());
      one.put("startTime", attempt.startedAt().map(STAT_TIME::format).orElse("N/A"));
      one.put("endTime", attempt.completedAt().map(STAT_TIME::format).orElse("N/A"));
      if (attempt.startedAt().isPresent() && attempt.completedAt().isPresent()) {
        one.put(
            "duration",
            words(Duration.between(attempt.startedAt().get(), attempt.completedAt().get())));
      }
      one.put("status", status(attempt));
    }
  }

  private static String status(Attempt attempt) {
    return attempt.isActive()
        ? attempt.startedAt().isPresent() ? "Running" : "Idle"
        : attempt.state().equals("TASK_FINISHED") ? "Success" : "Fail";
  }

  private static String words(Duration span) {
    StringBuilder out = new StringBuilder();
    if (span.toDays() > 0) {
      out.append(span.toDays()).append('d');
    }
    if (span.toHoursPart() > 0) {
      out.append(span.toHoursPart()).append('h');
    }
    if (span.toMinutesPart() > 0) {
      out.append(span.toMinutesPart()).append('m');
    }
    return out.append(span.toSecondsPart()).append('s').toString();
  }

  /** How long the remembered successes took, in milliseconds. */
  private static void histogram(List<FinishedRun> runs, ObjectNode out) {
    List<Long> spans = new ArrayList<>();
    runs.forEach(run -> spans.add(Duration.between(run.createdAt(), run.finishedAt()).toMillis()));
    spans.sort(Long::compare);
    out.put("75thPercentile", percentile(spans, 75)).put("95thPercentile", percentile(spans, 95));
    out.put("98thPercentile", percentile(spans, 98)).put("99thPercentile", percentile(spans, 99));
    out.put("median", percentile(spans, 50));
    out.put("mean", spans.stream().mapToLong(Long::longValue).average().orElse(0));
    out.put("count", spans.size());
  }

  private static double percentile(List<Long> sorted, int percent) {
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  static String csv(List<JobView> views) {
    StringBuilder out = new StringBuilder();
    for (JobView view : views) {
      out.append("node,%s,%s,%s\n".formatted(view.job().id(), lastState(view), currentState(view)));
    }
    for (JobView view : views) {
      for (Dependency parent : view.job().dependencies()) {
        out.append("link,%s,%s\n".formatted(parent.job(), view.job().id()));
      }
    }
    return out.toString();
  }

  static String dot(List<JobView> views) {
    StringBuilder out = new StringBuilder("digraph G {\n");
    for (JobView view : views) {
      out.append("  \"%s\";\n".formatted(view.job().id()));
    }
    for (JobView view : views) {
      for (Dependency parent : view.job().dependencies()) {
        out.append("  \"%s\" -> \"%s\";\n".formatted(parent.job(), view.job().id()));
      }
    }
    return out.append("}\n").toString();
  }
}
