package io.proffer.benchmarks.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
import io.proffer.benchmarks.Requests;
import io.proffer.benchmarks.launch.EmulatedCluster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A large array on a real master and emulated agents, whose tasks end as soon as they run. The
 * framework runs in this process.
 */
final class ArrayBench {

  private static final long PATIENCE_SECONDS = 600;
  private static final long TELL_SECONDS = 5;
  private static final int THROTTLE = 20_000;

  private final BatchBenchOptions options;
  private final Requests requests;
  private final Consumer<String> progress;

  private ArrayBench(BatchBenchOptions options, Requests requests, Consumer<String> progress) {
    this.options = options;
    this.requests = requests;
    this.progress = progress;
  }

  static BatchFigures run(BatchBenchOptions options, Path state, Consumer<String> progress)
      throws IOException, InterruptedException {
    try (EmulatedCluster cluster = EmulatedCluster.start(options.agents(), 0);
        BatchServer server =
            BatchServer.start(BatchOptions.local(0, cluster.master(), Optional.empty(), state))) {
      return new ArrayBench(options, new Requests(server.url()), progress).measure();
    }
  }

  private BatchFigures measure() throws IOException, InterruptedException {
    String indexes = "0-%d%%%d".formatted(options.indexes() - 1, THROTTLE);
    String batch = "\"array\":{\"indexes\":\"" + indexes + "\"}";
    requests.must("POST", "/v1/jobs", Jobs.json("array", batch, ""));
    long begun = System.nanoTime();
    String run = requests.created("/v1/jobs/array/runs", "{}").path("id").asText();
    double submitMs = seconds(begun) * 1e3;
    long liveMb = 0;
    double told = 0;
    while (!ended()) {
      liveMb = Math.max(liveMb, liveMb());
      if (seconds(begun) - told > TELL_SECONDS) {
        told = seconds(begun);
        progress.accept("after %.0f s: %s".formatted(told, standing(run)));
      }
      if (seconds(begun) > PATIENCE_SECONDS) {
        throw new IOException(
            "the array has not ended after " + PATIENCE_SECONDS + " s: " + standing(run));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    return figures(submitMs, seconds(begun), Math.max(liveMb, liveMb()));
  }

  private BatchFigures figures(double submitMs, double taken, long liveMb) {
    long perSecond = Math.round(options.indexes() / taken);
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put(
        "array",
        "%d indexes on %d emulated agents in %.1f s: %d tasks/s"
            .formatted(options.indexes(), options.agents(), taken, perSecond));
    rows.put("begun by a call of", "%.0f ms".formatted(submitMs));
    rows.put("heap in use", "%d MB at most, of %d MB".formatted(liveMb, maxMb()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("indexes", options.indexes());
    json.put("agents", options.agents());
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("array_s", taken);
    json.put("tasks_per_s", perSecond);
    json.put("submit_ms", submitMs);
    json.put("heap_mb", liveMb);
    return new BatchFigures(rows, json);
  }

  private String standing(String run) throws IOException, InterruptedException {
    JsonNode array = requests.json("/v1/jobs/array/runs/" + run).path("batch").path("array");
    return "%d of %d have ended, %d run"
        .formatted(
            array.path("succeeded").asInt() + array.path("failed").asInt(),
            options.indexes(),
            array.path("active").asInt());
  }

  private boolean ended() throws IOException, InterruptedException {
    JsonNode summary = requests.json("/v1/jobs/array?embed=historySummary").path("historySummary");
    if (summary.path("failureCount").asInt() > 0) {
      throw new IOException("the array of " + options.indexes() + " has failed");
    }
    return summary.path("successCount").asInt() > 0;
  }

  /** What the last collections have left. */
  private static long liveMb() {
    long live = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      live += left == null ? 0 : left.getUsed();
    }
    return live >> 20;
  }

  private static long maxMb() {
    return Runtime.getRuntime().maxMemory() >> 20;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
