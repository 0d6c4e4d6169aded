package io.proffer.agent.runtime.usage;

import io.proffer.agent.container.ContainerId;
import io.proffer.agent.oversubscription.ContainerUse;
import io.proffer.agent.oversubscription.HostUse;
import io.proffer.agent.runtime.LaunchPool;
import io.proffer.agent.runtime.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the machine and all containers at once, one time after the other. Thread-safe. */
public final class UsageMeter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);
  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final Path MEMORY = Path.of("/proc/meminfo");

  private final MeasuredRuntime runtime;
  private final BiConsumer<HostUse, List<ContainerUse>> measured;
  private final ExecutorService thread = LaunchPool.create("usage-meter", 1);
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * @param measured is told what was measured, from a thread of the meter
   */
  public UsageMeter(MeasuredRuntime runtime, BiConsumer<HostUse, List<ContainerUse>> measured) {
    this.runtime = runtime;
    this.measured = measured;
  }

  /** Begins to measure; nothing if it still is at it. */
  public void measure() {
    if (busy.compareAndSet(false, true)) {
      thread.execute(
          () -> {
            try {
              measured.accept(host(), containers());
            } catch (RuntimeException e) {
              LOG.warn("What is used could not be measured", e);
            } finally {
              busy.set(false);
            }
          });
    }
  }

  private List<ContainerUse> containers() {
    List<ContainerUse> containers = new ArrayList<>();
    for (Map.Entry<ContainerId, Usage> entry : runtime.measureAll().entrySet()) {
      var statistics = entry.getValue().statistics();
      containers.add(
          new ContainerUse(
              entry.getKey(),
              statistics.getCpusUserTimeSecs() + statistics.getCpusSystemTimeSecs(),
              // What the kernel would give back when it is asked to is not counted, if that is
              // known.
              statistics.hasMemRssBytes()
                  ? statistics.getMemRssBytes()
                  : statistics.getMemTotalBytes()));
    }
    return containers;
  }

  /** How the machine is doing; idle where its kernel does not tell. */
  static HostUse host() {
    double load =
        KernelFile.read(LOAD)
            .map(t -> Double.parseDouble(t.substring(0, t.indexOf(' '))))
            .orElse(0.0);
    Map<String, Long> memory = MemoryInfo.parse(KernelFile.read(MEMORY).orElse(""));
    long total = memory.getOrDefault("MemTotal", 0L);
    return new HostUse(
        load,
        Runtime.getRuntime().availableProcessors(),
        total,
        memory.getOrDefault("MemAvailable", total));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
