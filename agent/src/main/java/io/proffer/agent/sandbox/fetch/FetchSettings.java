package io.proffer.agent.sandbox.fetch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What fetching may take.
 *
 * @param cacheBytes how large the cache may become; 0 for none
 * @param frameworksHome where relative paths begin; empty to refuse them
 * @param stallTimeout for how long a download may bring next to nothing
 * @param timeLimit how long all URIs of one container may take together
 * @param maxDownloadBytes how large one download may be
 * @param extraction what one archive may hold
 * @param concurrent how many containers are fetched for at the same time
 */
public record FetchSettings(
    Path cacheDir,
    long cacheBytes,
    Optional<Path> frameworksHome,
    Duration stallTimeout,
    Duration timeLimit,
    long maxDownloadBytes,
    ExtractionLimits extraction,
    int concurrent) {

  private static final int CONCURRENT = 32;

  /** Mesos' defaults where Mesos has any. */
  public static FetchSettings defaults(Path cacheDir) {
    return new FetchSettings(
        cacheDir,
        2L << 30,
        Optional.empty(),
        Duration.ofMinutes(1),
        Duration.ofMinutes(30),
        16L << 30,
        ExtractionLimits.defaults(),
        CONCURRENT);
  }

  public FetchSettings withCacheBytes(long bytes) {
    return new FetchSettings(
        cacheDir,
        bytes,
        frameworksHome,
        stallTimeout,
        timeLimit,
        maxDownloadBytes,
        extraction,
        concurrent);
  }

  public FetchSettings withFrameworksHome(Optional<Path> home) {
    return new FetchSettings(
        cacheDir,
        cacheBytes,
        home,
        stallTimeout,
        timeLimit,
        maxDownloadBytes,
        extraction,
        concurrent);
  }

  public FetchSettings withTimes(Duration stall, Duration limit) {
    return new FetchSettings(
        cacheDir,
        cacheBytes,
        frameworksHome,
        stall,
        limit,
        maxDownloadBytes,
        extraction,
        concurrent);
  }

  public FetchSettings withMaxDownloadBytes(long bytes) {
    return new FetchSettings(
        cacheDir,
        cacheBytes,
        frameworksHome,
        stallTimeout,
        timeLimit,
        bytes,
        extraction,
        concurrent);
  }

  public FetchSettings withExtraction(ExtractionLimits limits) {
    return new FetchSettings(
        cacheDir,
        cacheBytes,
        frameworksHome,
        stallTimeout,
        timeLimit,
        maxDownloadBytes,
        limits,
        concurrent);
  }
}
