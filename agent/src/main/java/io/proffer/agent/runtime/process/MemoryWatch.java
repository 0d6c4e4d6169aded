package io.proffer.agent.runtime.process;

import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerExit.LimitExceeded;
import io.proffer.agent.container.ContainerId;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends as a whole a container of which the kernel has ended a process for want of memory: what the
 * others do without it nobody can tell. Where the kernel does that by itself this finds nothing.
 */
final class MemoryWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);

  /** One small file is read of each container in that time. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Supplier<Collection<ProcessContainer>> containers;
  private final BiConsumer<ContainerId, LimitExceeded> exceeded;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("memory-watch").unstarted(this::run);

  /**
   * @param exceeded is to end the container
   */
  MemoryWatch(
      Supplier<Collection<ProcessContainer>> containers,
      BiConsumer<ContainerId, LimitExceeded> exceeded) {
    this.containers = containers;
    this.exceeded = exceeded;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        containers.get().forEach(this::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void look(ProcessContainer container) {
    try {
      if (container.life().running().isPresent()) {
        container
            .cgroups()
            .memoryTrouble(container.group())
            .ifPresent(
                m ->
                    exceeded.accept(
                        container.life().id(), new LimitExceeded(ContainerExit.Limit.MEMORY, m)));
      }
    } catch (RuntimeException e) {
      LOG.warn("looking at the memory of {} failed", container.life().id(), e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
