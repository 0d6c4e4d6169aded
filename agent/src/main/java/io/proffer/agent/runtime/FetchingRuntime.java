package io.proffer.agent.runtime;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.ContainerWork;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.sandbox.IoTrouble;
import io.proffer.agent.sandbox.Sandboxes;
import io.proffer.agent.sandbox.fetch.FetchJobs;
import io.proffer.agent.sandbox.fetch.FetchWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a container's URIs in its sandbox before another runtime starts it. One that has none is not
 * kept waiting. An agent that dies while it fetches has started nothing: recovery finds a container
 * that never ran.
 */
public final class FetchingRuntime extends ForwardingRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(FetchingRuntime.class);

  private final ContainerRuntime runtime;
  private final RuntimeListener listener;
  private final Sandboxes sandboxes;
  private final FetchJobs jobs;
  private final SandboxOwners owners;
  private final Map<ContainerId, Fetch> fetches = new ConcurrentHashMap<>();

  /**
   * @param runtime starts the containers; its {@code launch} and {@code cancel} must be thread-safe
   */
  public FetchingRuntime(
      ContainerRuntime runtime,
      RuntimeListener listener,
      Sandboxes sandboxes,
      FetchJobs jobs,
      SandboxOwners owners) {
    this.runtime = runtime;
    this.listener = listener;
    this.sandboxes = sandboxes;
    this.jobs = jobs;
    this.owners = owners;
  }

  @Override
  protected ContainerRuntime next() {
    return runtime;
  }

  @Override
  public void launch(ContainerSpec spec) {
    List<CommandInfo.URI> uris = spec.command().getUrisList();
    if (uris.isEmpty()) {
      runtime.launch(spec);
      return;
    }
    Fetch fetch = new Fetch(spec);
    fetches.put(spec.id(), fetch);
    fetch.begin(uris);
  }

  @Override
  public void cancel(ContainerId container) {
    Optional.ofNullable(fetches.get(container)).ifPresent(Fetch::cancel);
    runtime.cancel(container);
  }

  @Override
  public void resize(ContainerId container, ContainerResources resources) {
    Optional.ofNullable(fetches.get(container)).ifPresent(f -> f.resize(resources));
    runtime.resize(container, resources);
  }

  /** One container until its runtime has it. */
  private final class Fetch {

    private ContainerSpec spec;
    private Optional<FetchWatch> watch = Optional.empty();
    private boolean cancelled;

    Fetch(ContainerSpec spec) {
      this.spec = spec;
    }

    synchronized void begin(List<CommandInfo.URI> uris) {
      LOG.info("Fetching {} URIs for container {}", uris.size(), spec.id());
      watch =
          Optional.of(
              jobs.start(
                  spec.id().value(),
                  () -> new FetchJobs.Order(uris, sandboxes.create(spec), owners.of(spec)),
                  this::done,
                  this::broken));
    }

    /**
     * An executor that is given more tasks while it is fetched for is launched with room for them.
     */
    synchronized void resize(ContainerResources resources) {
      if (spec.work() instanceof ContainerWork.Executor e) {
        spec = spec.with(new ContainerWork.Executor(e.info(), resources, e.environment()));
      }
    }

    /** Whatever comes first counts: a launch that has begun is cancelled by its runtime. */
    synchronized void cancel() {
      cancelled = true;
      watch.ifPresent(FetchWatch::cancel);
    }

    private synchronized void done(FetchJobs.Result result) {
      fetches.remove(spec.id());
      if (cancelled) {
        fail(new LaunchFailure(LaunchFailure.Kind.CANCELLED, "the launch was cancelled"));
        return;
      }
      switch (result) {
        case FetchJobs.Result.Fetched r -> {
          LOG.info("Fetched all URIs for container {}", spec.id());
          runtime.launch(spec);
        }
        case FetchJobs.Result.Failed r -> {
          LOG.warn("Container {}: could not fetch {}: {}", spec.id(), r.uri(), r.why());
          complain(r);
          fail(
              new LaunchFailure(
                  LaunchFailure.Kind.FETCH,
                  "Failed to fetch all URIs for container '%s': '%s': %s"
                      .formatted(spec.id(), r.uri(), r.why())));
        }
        case FetchJobs.Result.Cancelled r ->
            fail(new LaunchFailure(LaunchFailure.Kind.CANCELLED, "the launch was cancelled"));
      }
    }

    private synchronized void broken(Exception trouble) {
      fetches.remove(spec.id());
      if (trouble instanceof LaunchException e) {
        fail(e.failure());
        return;
      }
      LOG.error("Fetching for container {} failed", spec.id(), trouble);
      fail(new LaunchFailure(LaunchFailure.Kind.FETCH, "fetching failed: " + trouble.getMessage()));
    }

    private void fail(LaunchFailure failure) {
      listener.launchFailed(spec.id(), failure);
    }

    /** Whoever looks for the task's output finds why there is none. */
    private void complain(FetchJobs.Result.Failed failure) {
      Path stderr = sandboxes.layout().sandbox(spec).resolve("stderr");
      String line = "Failed to fetch '%s': %s%n".formatted(failure.uri(), failure.why());
      try {
        Files.write(
            stderr,
            line.getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS);
      } catch (IOException e) {
        LOG.warn("{} cannot be written: {}", stderr, IoTrouble.describe(e));
      }
    }
  }

  @Override
  public void close() {
    jobs.close();
    runtime.close();
  }
}
