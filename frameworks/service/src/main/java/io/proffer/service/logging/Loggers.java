package io.proffer.service.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The loggers of this process, which logs through Logback. Thread-safe. */
public final class Loggers implements AutoCloseable {

  /** How many loggers there may be: each name that is asked for makes one. */
  private static final int MAX_LOGGERS = 10_000;

  /** How much is logged. */
  public enum Detail {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /**
   * A change for a while.
   *
   * @param before the level of the logger itself; null where it has that of the one above it
   */
  private record Passing(@Nullable Level before, ScheduledFuture<?> end) {}

  private final Optional<LoggerContext> context;
  private final Map<String, Passing> passing = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("service-logging").factory());

  public Loggers() {
    this(LoggerFactory.getILoggerFactory());
  }

  Loggers(ILoggerFactory factory) {
    this.context =
        factory instanceof LoggerContext logback ? Optional.of(logback) : Optional.empty();
  }

  /** Whether anything can be seen and changed: not where another library logs. */
  public boolean isThere() {
    return context.isPresent();
  }

  /** The level of each logger; {@code (inherited)} where it is that of the one above it. */
  public Map<String, String> levels() {
    Map<String, String> levels = new TreeMap<>();
    for (Logger logger : context.map(LoggerContext::getLoggerList).orElseGet(List::of)) {
      Level own = logger.getLevel();
      levels.put(
          logger.getName(),
          own == null ? logger.getEffectiveLevel().levelStr + " (inherited)" : own.levelStr);
    }
    return levels;
  }

  /**
   * Logs this much of a logger and those below it.
   *
   * @param span after which it is again as it was; empty: for as long as the process lives
   * @return whether it could be done: there is such a logger, or room for one more
   */
  public synchronized boolean set(String name, Detail detail, Optional<Duration> span) {
    LoggerContext logback = context.orElseThrow();
    if (logback.exists(name) == null && logback.getLoggerList().size() >= MAX_LOGGERS) {
      return false;
    }
    Logger logger = logback.getLogger(name);
    Passing last = passing.remove(name);
    Level before = logger.getLevel();
    if (last != null) {
      last.end().cancel(false);
      before = last.before();
    }
    logger.setLevel(Level.valueOf(detail.name()));
    if (span.isPresent()) {
      passing.put(name, new Passing(before, end(name, span.get())));
    }
    return true;
  }

  private ScheduledFuture<?> end(String name, Duration span) {
    return timer.schedule(() -> reset(name), span.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void reset(String name) {
    Passing over = passing.remove(name);
    if (over != null) {
      context.orElseThrow().getLogger(name).setLevel(over.before());
    }
  }

  /** What was changed for a while is as it was. */
  @Override
  public synchronized void close() {
    timer.shutdownNow();
    List.copyOf(passing.keySet()).forEach(this::reset);
  }
}
