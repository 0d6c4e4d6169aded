package io.proffer.benchmarks.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
import io.proffer.benchmarks.Requests;
import io.proffer.benchmarks.launch.EmulatedCluster;
import io.proffer.sdk.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the batch framework: a large array on a real master and emulated agents, whose tasks end
 * as soon as they run; and its kernel alone where what is measured is the kernel's.
 */
public final class BatchBench {

  private static final long PATIENCE_SECONDS = 600;
  private static final int THROTTLE = 20_000;

  private BatchBench() {}

  /**
   * Takes a minute or two.
   *
   * @param workDir where its state is kept
   * @throws IOException when something could not be started or did not come to its end
   */
  public static BatchReport run(BatchBenchOptions options, Path workDir)
      throws IOException, InterruptedException {
    Array array = array(options, workDir.resolve("array"));
    return new BatchReport(
        options,
        array.submitMs(),
        array.seconds(),
        array.heapMb(),
        RankingBench.run(options),
        CronBench.run(options, StateStore.files(workDir.resolve("cron"))));
  }

  private record Array(double submitMs, double seconds, long heapMb) {}

  private static Array array(BatchBenchOptions options, Path state)
      throws IOException, InterruptedException {
    try (EmulatedCluster cluster = EmulatedCluster.start(options.agents(), 0);
        BatchServer server =
            BatchServer.start(BatchOptions.local(0, cluster.master(), Optional.empty(), state))) {
      Requests requests = new Requests(server.url());
      String indexes = "0-%d%%%d".formatted(options.indexes() - 1, THROTTLE);
      String batch = "\"array\":{\"indexes\":\"" + indexes + "\"}";
      requests.must("POST", "/v1/jobs", Jobs.json("array", batch, ""));
      long begun = System.nanoTime();
      requests.must("POST", "/v1/jobs/array/runs", "{}");
      double submitMs = seconds(begun) * 1e3;
      long most = 0;
      while (!ended(requests, options)) {
        most = Math.max(most, heapMb());
        if (seconds(begun) > PATIENCE_SECONDS) {
          throw new IOException("the array has not ended after " + PATIENCE_SECONDS + " s");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
      return new Array(submitMs, seconds(begun), most);
    }
  }

  private static boolean ended(Requests requests, BatchBenchOptions options)
      throws IOException, InterruptedException {
    JsonNode summary = requests.json("/v1/jobs/array?embed=historySummary").path("historySummary");
    if (summary.path("failureCount").asInt() > 0) {
      throw new IOException("the array of " + options.indexes() + " has failed");
    }
    return summary.path("successCount").asInt() > 0;
  }

  private static long heapMb() {
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
