package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import io.proffer.agent.container.ContainerId;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the engine which containers end, over one connection for all of them. When that is
 * lost it is opened again, and whoever listens is told to look for what was missed.
 */
final class EndWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EndWatcher.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private final Engine engine;
  private final Map<String, String> labels;
  private final BiConsumer<ContainerId, Optional<Integer>> ended;
  private final Consumer<ContainerId> podEnded;
  private final Runnable connected;
  private final Thread thread;
  private volatile boolean closed;
  private boolean complained;

  /**
   * @param labels of the containers to watch
   * @param ended is told of each that ends, with its exit status where the engine tells
   * @param podEnded is told of each pod whose holder ends
   * @param connected is told when ends are heard of from now on, but may have been missed before
   */
  EndWatcher(
      Engine engine,
      Map<String, String> labels,
      BiConsumer<ContainerId, Optional<Integer>> ended,
      Consumer<ContainerId> podEnded,
      Runnable connected) {
    this.engine = engine;
    this.labels = labels;
    this.ended = ended;
    this.podEnded = podEnded;
    this.connected = connected;
    this.thread = Thread.ofPlatform().daemon().name("docker-watcher").unstarted(this::watch);
  }

  void start() {
    thread.start();
  }

  private void watch() {
    Duration wait = FIRST_WAIT;
    while (!closed) {
      Events events = new Events();
      try {
        engine.watchEnds(labels, events);
        events.awaitCompletion();
      } catch (InterruptedException e) {
        break;
      } catch (RuntimeException e) {
        LOG.debug("watching failed", e);
      }
      close(events);
      wait = events.opened ? FIRST_WAIT : min(wait.multipliedBy(2), LONGEST_WAIT);
      if (!closed && !complained) {
        LOG.warn("The Docker engine at {} does not answer; trying again", engine.host());
        complained = true;
      }
      if (!pause(wait)) {
        break;
      }
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private boolean pause(Duration wait) {
    try {
      Thread.sleep(wait);
      return !closed;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void close(Closeable events) {
    try {
      events.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private final class Events extends ResultCallback.Adapter<Event> {

    private volatile boolean opened;

    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      opened = true;
      if (complained) {
        LOG.info("The Docker engine at {} answers again", engine.host());
        complained = false;
      }
      connected.run();
    }

    @Override
    public void onNext(Event event) {
      label(event, Labels.CONTAINER)
          .map(ContainerId::new)
          .ifPresent(id -> ended.accept(id, status(event)));
      label(event, Labels.POD).map(ContainerId::new).ifPresent(podEnded);
    }

    private static Optional<Integer> status(Event event) {
      return label(event, "exitCode").filter(c -> c.matches("\\d{1,9}")).map(Integer::valueOf);
    }

    private static Optional<String> label(Event event, String name) {
      return Optional.ofNullable(event.getActor())
          .map(a -> a.getAttributes())
          .map(a -> a.get(name));
    }

    @Override
    public void onError(Throwable trouble) {
      // Not super.onError, which logs an error: that the engine goes away is no fault of ours.
      LOG.debug("the engine's events ended: {}", trouble.getMessage());
      EndWatcher.close(this);
    }
  }
}
