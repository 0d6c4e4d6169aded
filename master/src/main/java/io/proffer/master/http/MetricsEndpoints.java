package io.proffer.master.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.proffer.core.time.Ticker;
import io.proffer.master.actor.MasterMetrics;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.ReadModel;
import io.proffer.master.http.legacy.NumbersJson;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is measured: for Prometheus, and under Mesos' names. */
final class MetricsEndpoints {

  private static final String EXPOSITION = "text/plain; version=0.0.4; charset=UTF-8";

  private final MasterSelf self;
  private final Leaders leaders;
  private final MasterMetrics counted;
  private final PrometheusMeterRegistry prometheus;
  private final Ticker ticker;

  MetricsEndpoints(
      MasterSelf self,
      Leaders leaders,
      MasterMetrics counted,
      PrometheusMeterRegistry prometheus,
      Ticker ticker) {
    this.self = self;
    this.leaders = leaders;
    this.counted = counted;
    this.prometheus = prometheus;
    this.ticker = ticker;
  }

  /** {@code GET /metrics}. */
  CompletionStage<Response> prometheus(Request request) {
    byte[] text = prometheus.scrape().getBytes(StandardCharsets.UTF_8);
    return Answers.now(new Rendered(text).answer(request, EXPOSITION));
  }

  /** {@code GET /metrics/snapshot}. */
  CompletionStage<Response> mesos(Request request) {
    return snapshot().thenApply(values -> new Rendered(NumbersJson.render(values)).json(request));
  }

  /** {@code GET /system/stats.json}. */
  CompletionStage<Response> system(Request request) {
    return Answers.now(new Rendered(NumbersJson.render(SystemStats.now())).json(request));
  }

  /** What is measured now, under Mesos' names. */
  CompletionStage<SortedMap<String, Double>> snapshot() {
    Optional<Term> term = leaders.term();
    if (term.isEmpty()) {
      return CompletableFuture.completedFuture(MetricsSnapshot.ofServer(self, false, ticker.now()));
    }
    ReadModel reads = term.get().master().reads();
    return reads
        .snapshot()
        .thenCombine(
            reads.refusalsByRole(),
            (state, filters) ->
                MetricsSnapshot.ofLeader(
                    self, state, counted, filters, term.get().operators().size(), ticker.now()));
  }
}
