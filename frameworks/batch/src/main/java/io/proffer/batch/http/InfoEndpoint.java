package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.kernel.ArrayView.Copied;
import io.proffer.batch.kernel.JobView;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.batch.kernel.Run;
import io.proffer.batch.model.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the framework says of itself, and of everything at once. */
final class InfoEndpoint {

  /** Of Metronome, whose API is meant. */
  static final String API_VERSION = "0.6.0";

  private final Backend backend;
  private final ServerFacts facts;

  InfoEndpoint(Backend backend, ServerFacts facts) {
    this.backend = backend;
    this.facts = facts;
  }

  Answer info() {
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("version", API_VERSION);
    out.put("libVersion", API_VERSION).put("server", "proffer");
    backend.frameworkId().ifPresent(id -> out.put("frameworkId", id));
    return Answer.ok(out);
  }

  Answer leader() {
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("leader", facts.address()));
  }

  /** Runs that wait for a place or for their time. */
  Answer queue() throws HttpProblem, RefusedException, InvalidObjectException {
    Map<JobId, List<Run>> waiting = new TreeMap<>();
    for (Run run : backend.ask((kernel, now) -> kernel.runs())) {
      if (run.active().isEmpty()) {
        waiting.computeIfAbsent(run.job(), job -> new ArrayList<>()).add(run);
      }
    }
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    waiting.forEach(
        (job, runs) -> {
          ArrayNode ids = out.addObject().put("jobId", job.value()).putArray("runs");
          runs.forEach(run -> ids.addObject().put("runId", run.id()));
        });
    return Answer.ok(out);
  }

  Answer metrics() throws HttpProblem, RefusedException, InvalidObjectException {
    List<JobView> jobs = backend.ask((kernel, now) -> kernel.views(false));
    long running = 0;
    long waiting = 0;
    long successes = 0;
    long failures = 0;
    for (JobView job : jobs) {
      long active = job.active().stream().filter(run -> run.active().isPresent()).count();
      running += active;
      waiting += job.active().size() - active;
      successes += job.history().successCount();
      failures += job.history().failureCount();
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode().put("version", "3.0.0");
    ObjectNode gauges = out.putObject("gauges");
    gauges.putObject("metronome.jobs.gauge").put("value", jobs.size());
    gauges.putObject("metronome.runs.active.gauge").put("value", running);
    gauges.putObject("metronome.runs.waiting.gauge").put("value", waiting);
    gauges.putObject("metronome.runs.successful.gauge").put("value", successes);
    gauges.putObject("metronome.runs.failed.gauge").put("value", failures);
    Copied copies = backend.ask((kernel, now) -> kernel.copies());
    ObjectNode counters = out.putObject("counters");
    counters.putObject("proffer.copies.launched.counter").put("count", copies.launched());
    counters.putObject("proffer.copies.won.counter").put("count", copies.won());
    out.putObject("histograms");
    out.putObject("meters");
    out.putObject("timers");
    return Answer.ok(out);
  }
}
