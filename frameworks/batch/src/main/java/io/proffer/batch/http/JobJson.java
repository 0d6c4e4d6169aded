package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.cron.Timetable;
import io.proffer.batch.json.JobWriter;
import io.proffer.batch.json.Times;
import io.proffer.batch.kernel.FinishedRun;
import io.proffer.batch.kernel.HistorySummary;
import io.proffer.batch.kernel.JobView;
import io.proffer.batch.kernel.ScheduleMark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Jobs with what is known of them. */
final class JobJson {

  private static final int MAX_NEXT = 5;

  private JobJson() {}

  /** A job in a list, where runs are not mentioned if there are none. */
  static ObjectNode listed(JobView view, Set<Embed> embed) {
    ObjectNode out = alone(view, embed);
    if (view.active().isEmpty()) {
      out.remove("activeRuns");
    }
    return out;
  }

  static ObjectNode alone(JobView view, Set<Embed> embed) {
    ObjectNode out = JobWriter.write(view.job());
    out.set("schedules", schedules(view));
    if (embed.contains(Embed.ACTIVE_RUNS)) {
      out.set("activeRuns", RunJson.list(view.active()));
    }
    if (embed.contains(Embed.HISTORY_SUMMARY)) {
      summary(out.putObject("historySummary"), view.history());
    }
    if (embed.contains(Embed.HISTORY)) {
      ObjectNode history = out.putObject("history");
      summary(history, view.history());
      runs(history.putArray("successfulFinishedRuns"), view.history().successful());
      runs(history.putArray("failedFinishedRuns"), view.history().failed());
    }
    return out;
  }

  static ArrayNode schedules(JobView view) {
    ArrayNode schedules = JsonNodeFactory.instance.arrayNode();
    view.job().schedule().ifPresent(schedule -> schedules.add(schedule(view)));
    return schedules;
  }

  /** The schedule of a job that has one. */
  static ObjectNode schedule(JobView view) {
    ObjectNode out = JobWriter.write(view.job().schedule().orElseThrow());
    view.nextRunAt().ifPresent(at -> out.put("nextRunAt", Times.text(at)));
    if (!view.misses().isEmpty()) {
      ArrayNode misses = out.putArray("misses");
      for (ScheduleMark.Miss miss : view.misses()) {
        misses
            .addObject()
            .put("first", Times.text(miss.first()))
            .put("last", Times.text(miss.last()))
            .put("count", miss.count())
            .put("reason", miss.reason());
      }
    }
    return out;
  }

  /** When a job that has a schedule is due the next times. */
  static ObjectNode next(JobView view) {
    Timetable timetable = view.job().schedule().orElseThrow().timetable();
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode next = out.putArray("next");
    Optional<Instant> due = view.nextRunAt();
    while (due.isPresent() && next.size() < MAX_NEXT) {
      next.add(Times.text(due.get()));
      due = timetable.next(due.get());
    }
    return out;
  }

  private static void summary(ObjectNode out, HistorySummary history) {
    out.put("successCount", history.successCount()).put("failureCount", history.failureCount());
    put(out, "lastSuccessAt", history.lastSuccessAt());
    put(out, "lastFailureAt", history.lastFailureAt());
  }

  private static void put(ObjectNode out, String name, Optional<Instant> at) {
    at.ifPresentOrElse(time -> out.put(name, Times.text(time)), () -> out.putNull(name));
  }

  private static void runs(ArrayNode out, List<FinishedRun> runs) {
    runs.forEach(run -> out.add(RunJson.remembered(run)));
  }
}
