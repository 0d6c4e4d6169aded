package io.proffer.benchmarks.batch;

import io.proffer.benchmarks.batch.BatchBenchOptions.Part;
import io.proffer.sdk.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the batch framework: a large array on a real master and emulated agents, and its kernel
 * alone where what is measured is the kernel's.
 */
public final class BatchBench {

  private BatchBench() {}

  /**
   * Measures one part, which takes seconds, or minutes for a large array.
   *
   * @param workDir where its state is kept
   * @param progress is told now and then how far it has got
   * @throws IOException when something could not be started or did not come to its end
   */
  public static BatchFigures run(
      Part part, BatchBenchOptions options, Path workDir, Consumer<String> progress)
      throws IOException, InterruptedException {
    return switch (part) {
      case RANKING -> ranking(options);
      case CRON -> cron(options, workDir.resolve("cron"));
      case ARRAY -> ArrayBench.run(options, workDir.resolve("array"), progress);
    };
  }

  private static BatchFigures ranking(BatchBenchOptions options) {
    List<Double> rankingMs = RankingBench.run(options);
    String text =
        "%d waiting and %d running of %d users: p50 %.1f ms, p99 %.1f ms"
            .formatted(
                options.waiting(),
                options.running(),
                options.users(),
                BatchFigures.percentile(rankingMs, 0.5),
                BatchFigures.percentile(rankingMs, 0.99));
    return new BatchFigures(
        Map.of("ranking", text),
        Map.of(
            "waiting",
            options.waiting(),
            "running",
            options.running(),
            "users",
            options.users(),
            "ranking_ms",
            BatchFigures.percentiles(rankingMs)));
  }

  private static BatchFigures cron(BatchBenchOptions options, Path state) {
    List<Double> lagMs = CronBench.run(options, StateStore.files(state));
    String text =
        "%d jobs, begun and written down after p50 %.0f ms, p99 %.0f ms"
            .formatted(
                options.schedules(),
                BatchFigures.percentile(lagMs, 0.5),
                BatchFigures.percentile(lagMs, 0.99));
    return new BatchFigures(
        Map.of("due at one moment", text),
        Map.of("schedules", options.schedules(), "lag_ms", BatchFigures.percentiles(lagMs)));
  }
}
