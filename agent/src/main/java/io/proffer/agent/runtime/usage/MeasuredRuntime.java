package io.proffer.agent.runtime.usage;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.ContainerResources;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.container.RunningContainer;
import io.proffer.agent.container.RuntimeKind;
import io.proffer.agent.runtime.ContainerRuntime;
import io.proffer.agent.runtime.ForwardingRuntime;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.LaunchPool;
import io.proffer.agent.runtime.LaunchedContainer;
import io.proffer.agent.runtime.RuntimeListener;
import io.proffer.agent.runtime.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.ResourceStatistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what the containers of a runtime use: in the kernel's own files, whoever started them;
 * the runtime itself is asked only about those that are not found there. What was measured is good
 * for a second. A container whose sandbox outgrows its disk is ended, if that is wanted.
 */
public final class MeasuredRuntime extends ForwardingRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(MeasuredRuntime.class);

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_MILLIS = 3_000;
  private static final int THREADS = 8;

  private final ContainerRuntime runtime;
  private final CgroupMounts mounts = CgroupMounts.read();
  private final Map<ContainerId, ContainerResources> launching = new ConcurrentHashMap<>();
  private final Map<ContainerId, Account> accounts = new ConcurrentHashMap<>();
  private final ExecutorService measurers = LaunchPool.create("usage", THREADS);
  private final DiskWatch disks;

  private MeasuredRuntime(
      Function<RuntimeListener, ContainerRuntime> open,
      RuntimeListener listener,
      IsolationOptions isolation) {
    this.runtime = open.apply(new Bookkeeper(listener));
    this.disks =
        new DiskWatch(
            accounts::values,
            isolation.diskWatchInterval(),
            isolation.enforceDiskQuota() ? this::holdToQuota : account -> {});
  }

  /**
   * @param open opens the runtime whose containers are measured
   * @param listener is told what that runtime tells
   */
  public static MeasuredRuntime open(
      Function<RuntimeListener, ContainerRuntime> open,
      RuntimeListener listener,
      IsolationOptions isolation) {
    MeasuredRuntime measured = new MeasuredRuntime(open, listener, isolation);
    measured.disks.start();
    return measured;
  }

  /** Opens an account for each container that starts, before anybody hears of it. */
  private final class Bookkeeper implements RuntimeListener {
    private final RuntimeListener next;

    Bookkeeper(RuntimeListener next) {
      this.next = next;
    }

    @Override
    public void started(RunningContainer container) {
      ContainerResources resources = launching.remove(container.id());
      if (resources != null) {
        accounts.put(container.id(), new Account(container, resources));
      }
      next.started(container);
    }

    @Override
    public void launchFailed(ContainerId container, LaunchFailure failure) {
      launching.remove(container);
      next.launchFailed(container, failure);
    }

    @Override
    public void exited(ContainerId container, ContainerExit exit) {
      accounts.remove(container);
      next.exited(container, exit);
    }
  }

  @Override
  protected ContainerRuntime next() {
    return runtime;
  }

  private void holdToQuota(Account account) {
    long used = account.diskBytes().orElse(0L);
    account
        .quotaBytes()
        .filter(quota -> used > quota)
        .ifPresent(
            quota -> {
              ContainerId id = account.container().id();
              String message = DiskQuota.exceeded(used, quota);
              LOG.info("{} is ended: {}", id, message);
              runtime.exceeded(
                  id, new ContainerExit.LimitExceeded(ContainerExit.Limit.DISK, message));
            });
  }

  @Override
  public Optional<Usage> usage(ContainerId id) {
    Account account = accounts.get(id);
    return account == null ? Optional.empty() : usage(account);
  }

  private Optional<Usage> usage(Account account) {
    long now = System.nanoTime();
    Account.Measured measured =
        account
            .since(now - FRESH_NANOS)
            .orElseGet(
                () -> {
                  Account.Measured fresh = new Account.Measured(now, measure(account));
                  account.measured(fresh);
                  return fresh;
                });
    return measured.usage().map(u -> withDisk(account, u));
  }

  private Optional<Usage> measure(Account account) {
    RunningContainer container = account.container();
    String mark =
        container.runtime().equals(RuntimeKind.DOCKER)
            ? container.handle()
            : container.id().value();
    Optional<Long> pid = container.pid().or(() -> runtime.latePid(container.id()));
    Optional<Usage> usage = pid.flatMap(p -> GroupFigures.of(mounts, p, mark).read());
    if (usage.isEmpty()) {
      return runtime.usage(container.id());
    }
    ResourceStatistics.Builder statistics = usage.get().statistics().toBuilder();
    NetworkFigures.add(pid.orElseThrow(), statistics);
    return Optional.of(new Usage(statistics.build(), usage.get().oomKills()));
  }

  private static Usage withDisk(Account account, Usage usage) {
    ResourceStatistics.Builder statistics = usage.statistics().toBuilder();
    account.diskBytes().ifPresent(statistics::setDiskUsedBytes);
    account.quotaBytes().ifPresent(statistics::setDiskLimitBytes);
    return new Usage(statistics.build(), usage.oomKills());
  }

  /** What several containers use; those that cannot be measured in time are left out. */
  public Map<ContainerId, Usage> usages(Collection<ContainerId> ids) {
    return ask(ids, this::usage);
  }

  /** What all containers use now, whenever they were measured last; else as {@link #usages}. */
  public Map<ContainerId, Usage> measureAll() {
    return ask(
        accounts.keySet(), id -> Optional.ofNullable(accounts.get(id)).flatMap(this::measure));
  }

  private Map<ContainerId, Usage> ask(
      Collection<ContainerId> ids, Function<ContainerId, Optional<Usage>> question) {
    List<ContainerId> asked = List.copyOf(ids);
    List<Callable<Optional<Usage>>> questions =
        asked.stream().map(id -> (Callable<Optional<Usage>>) () -> question.apply(id)).toList();
    Map<ContainerId, Usage> usages = new LinkedHashMap<>();
    try {
      List<Future<Optional<Usage>>> answers =
          measurers.invokeAll(questions, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      for (int i = 0; i < asked.size(); i++) {
        ContainerId id = asked.get(i);
        answer(answers.get(i)).ifPresent(u -> usages.put(id, u));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return usages;
  }

  private static Optional<Usage> answer(Future<Optional<Usage>> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException | CancellationException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<RecoveredContainer> recover(List<LaunchedContainer> launched) {
    Map<ContainerId, ContainerResources> resources =
        launched.stream().collect(Collectors.toMap(l -> l.spec().id(), l -> l.spec().resources()));
    List<RecoveredContainer> found = new ArrayList<>(runtime.recover(launched));
    for (RecoveredContainer container : found) {
      ContainerResources its = resources.get(container.id());
      if (container instanceof RecoveredContainer.Alive alive && its != null) {
        accounts.put(alive.id(), new Account(alive.container(), its));
      }
    }
    return found;
  }

  @Override
  public void launch(ContainerSpec spec) {
    launching.put(spec.id(), spec.resources());
    runtime.launch(spec);
  }

  @Override
  public void resize(ContainerId container, ContainerResources resources) {
    Optional.ofNullable(accounts.get(container)).ifPresent(a -> a.resize(resources));
    runtime.resize(container, resources);
  }

  @Override
  public void remove(ContainerId container) {
    accounts.remove(container);
    runtime.remove(container);
  }

  @Override
  public void close() {
    disks.close();
    measurers.shutdownNow();
    runtime.close();
  }
}
