package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.Times;
import io.proffer.batch.kernel.Notice;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Tells those who listen what happens. Thread-safe; never waits for a listener. */
public final class EventHub {

  private final Map<Long, Predicate<String>> listeners = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();

  /**
   * Begins to tell.
   *
   * @param sink gets frames; false: it takes no more, and is told nothing any more
   * @return ends it
   */
  Runnable listen(Predicate<String> sink) {
    long number = next.incrementAndGet();
    listeners.put(number, sink);
    return () -> listeners.remove(number);
  }

  /** Tells what the kernel noticed. */
  public void tell(Instant at, Notice notice) {
    if (!listeners.isEmpty()) {
      String frame = frame(at, notice);
      listeners.values().removeIf(listener -> !listener.test(frame));
    }
  }

  private static String frame(Instant at, Notice notice) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    String type =
        switch (notice) {
          case Notice.JobCreated created -> job(json, created.job().value(), "job_created");
          case Notice.JobUpdated updated -> job(json, updated.job().value(), "job_updated");
          case Notice.JobDeleted deleted -> job(json, deleted.job().value(), "job_deleted");
          case Notice.RunStarted started -> {
            json.set("jobRun", RunJson.of(started.run()));
            yield "job_run_started";
          }
          case Notice.RunUpdated updated -> {
            json.set("jobRun", RunJson.of(updated.run()));
            yield "job_run_updated";
          }
          case Notice.RunEnded ended -> {
            json.set("jobRun", RunJson.of(ended.run()));
            yield ended.run().isSuccess() ? "job_run_finished" : "job_run_failed";
          }
        };
    json.put("eventType", type).put("timestamp", Times.text(at));
    return "event: " + type + "\ndata: " + json + "\n\n";
  }

  private static String job(ObjectNode json, String id, String type) {
    json.put("jobId", id);
    return type;
  }
}
