package io.proffer.cli.command;

import io.proffer.agent.SandboxOptions;
import io.proffer.agent.sandbox.fetch.ExtractionLimits;
import io.proffer.agent.sandbox.fetch.FetchSettings;
import io.proffer.agent.sandbox.gc.CollectionSettings;
import io.proffer.agent.sandbox.logs.LogLimits;
import io.proffer.cli.command.Converters.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags about what an agent does with the files of its tasks. */
final class SandboxFlags {

  @Option(
      names = "--fetcher-cache-dir",
      paramLabel = "DIR",
      description = "Where fetched URIs are kept for the next task. Default: fetch in --work-dir")
  private Optional<Path> cacheDir = Optional.empty();

  @Option(
      names = "--fetcher-cache-size",
      paramLabel = "SIZE",
      defaultValue = "2GB",
      description = "How much of them; 0B for nothing. Default: ${DEFAULT-VALUE}")
  private ByteSize cacheSize = new ByteSize(0);

  @Option(
      names = "--fetcher-stall-timeout",
      paramLabel = "SPAN",
      defaultValue = "1mins",
      description = "For how long a download may bring next to nothing. Default: ${DEFAULT-VALUE}")
  private Duration stallTimeout = Duration.ZERO;

  @Option(
      names = "--fetcher-time-limit",
      paramLabel = "SPAN",
      defaultValue = "30mins",
      description = "How long all URIs of a task may take together. Default: ${DEFAULT-VALUE}")
  private Duration timeLimit = Duration.ZERO;

  @Option(
      names = "--fetcher-max-download-size",
      paramLabel = "SIZE",
      defaultValue = "16GB",
      description = "How large one download may be. Default: ${DEFAULT-VALUE}")
  private ByteSize maxDownloadSize = new ByteSize(0);

  @Option(
      names = "--fetcher-max-unpacked-size",
      paramLabel = "SIZE",
      defaultValue = "32GB",
      description = "How much one archive may hold. Default: ${DEFAULT-VALUE}")
  private ByteSize maxUnpackedSize = new ByteSize(0);

  @Option(
      names = "--fetcher-max-entries",
      paramLabel = "COUNT",
      defaultValue = "1000000",
      description = "How many files and directories. Default: ${DEFAULT-VALUE}")
  private long maxEntries;

  @Option(
      names = "--fetcher-max-ratio",
      paramLabel = "COUNT",
      defaultValue = "200",
      description = "How many times its own size, from 64 MB on. Default: ${DEFAULT-VALUE}")
  private int maxRatio;

  @Option(
      names = "--frameworks-home",
      paramLabel = "DIR",
      description = "Where URIs that are relative paths begin. Default: they are refused")
  private Optional<Path> frameworksHome = Optional.empty();

  @Option(
      names = "--max-log-size",
      paramLabel = "SIZE",
      defaultValue = "64MB",
      description =
          "How large a task's stdout and stderr may each become before what is in it is moved to"
              + " stdout.1; 0B for no limit. Default: ${DEFAULT-VALUE}")
  private ByteSize maxLogSize = new ByteSize(0);

  @Option(
      names = "--max-log-files",
      paramLabel = "COUNT",
      defaultValue = "3",
      description = "How many such files are kept besides. Default: ${DEFAULT-VALUE}")
  private int maxLogFiles;

  @Option(
      names = "--gc-delay",
      paramLabel = "SPAN",
      defaultValue = "1weeks",
      description =
          "For how long the sandbox of what has ended is kept; the fuller the disk, the shorter."
              + " Default: ${DEFAULT-VALUE}")
  private Duration gcDelay = Duration.ZERO;

  @Option(
      names = "--gc-disk-headroom",
      paramLabel = "PART",
      defaultValue = "0.1",
      description =
          "How much of the disk is to stay free: with less, no such sandbox is kept."
              + " Default: ${DEFAULT-VALUE}")
  private double gcDiskHeadroom;

  @Option(
      names = "--disk-watch-interval",
      paramLabel = "SPAN",
      defaultValue = "1mins",
      description = "How often the agent looks how full the disk is. Default: ${DEFAULT-VALUE}")
  private Duration diskWatchInterval = Duration.ZERO;

  SandboxOptions options(Path workDir) {
    FetchSettings fetch = SandboxOptions.of(workDir).fetch();
    return new SandboxOptions(
        cacheDir
            .map(d -> FetchSettings.defaults(d.toAbsolutePath().normalize()))
            .orElse(fetch)
            .withCacheBytes(cacheSize.bytes())
            .withFrameworksHome(frameworksHome.map(h -> h.toAbsolutePath().normalize()))
            .withTimes(stallTimeout, timeLimit)
            .withMaxDownloadBytes(maxDownloadSize.bytes())
            .withExtraction(new ExtractionLimits(maxUnpackedSize.bytes(), maxEntries, maxRatio)),
        new LogLimits(maxLogSize.bytes(), maxLogFiles),
        new CollectionSettings(gcDelay, gcDiskHeadroom, diskWatchInterval));
  }
}
