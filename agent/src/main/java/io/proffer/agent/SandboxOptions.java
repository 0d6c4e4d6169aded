package io.proffer.agent;

import io.proffer.agent.sandbox.fetch.FetchSettings;
import io.proffer.agent.sandbox.gc.CollectionSettings;
import io.proffer.agent.sandbox.logs.LogLimits;
import java.nio.file.Path;

/**
 * What an agent does with the files of its tasks.
 *
 * @param fetch how URIs are brought into sandboxes
 * @param logs how much is kept of what tasks print
 * @param collection how long the sandboxes of what has ended are kept
 */
public record SandboxOptions(FetchSettings fetch, LogLimits logs, CollectionSettings collection) {

  private static final String CACHE = "fetch";

  /** Mesos' defaults where it has any, with the cache in the work directory. */
  public static SandboxOptions of(Path workDir) {
    return new SandboxOptions(
        FetchSettings.defaults(workDir.toAbsolutePath().normalize().resolve(CACHE)),
        LogLimits.defaults(),
        CollectionSettings.defaults());
  }

  public SandboxOptions withFetch(FetchSettings settings) {
    return new SandboxOptions(settings, logs, collection);
  }

  public SandboxOptions withLogs(LogLimits limits) {
    return new SandboxOptions(fetch, limits, collection);
  }

  public SandboxOptions withCollection(CollectionSettings settings) {
    return new SandboxOptions(fetch, logs, settings);
  }
}
