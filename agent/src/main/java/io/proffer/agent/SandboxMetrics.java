package io.proffer.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.proffer.agent.http.MetricSource;
import io.proffer.agent.sandbox.fetch.FetchJobs;
import io.proffer.agent.sandbox.fetch.Fetcher;
import io.proffer.agent.sandbox.gc.SandboxCollector;
import io.proffer.agent.sandbox.logs.LogRotator;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/** What is measured of sandboxes, for Prometheus and under Mesos' names. */
final class SandboxMetrics implements MetricSource {

  private final FetchJobs fetches;
  private final SandboxCollector collector;

  SandboxMetrics(
      FetchJobs fetches, LogRotator logs, SandboxCollector collector, MeterRegistry registry) {
    this.fetches = fetches;
    this.collector = collector;
    count(registry, "fetches.succeeded", "containers fetched for", fetches, FetchJobs::succeeded);
    count(registry, "fetches.failed", "containers not fetched for", fetches, FetchJobs::failed);
    count(registry, "log.rotations", "times output was moved on", logs, LogRotator::rotations);
    count(registry, "sandboxes.removed", "sandboxes removed", collector, SandboxCollector::removed);
    count(
        registry,
        "sandbox.removals.failed",
        "times a sandbox could not be removed",
        collector,
        SandboxCollector::failed);
    gauge(
        registry,
        "fetch.cache.bytes",
        "what the fetcher's cache holds",
        fetches.fetcher(),
        Fetcher::cacheUsedBytes);
    gauge(
        registry,
        "sandboxes.waiting",
        "sandboxes kept after their end",
        collector,
        SandboxCollector::waiting);
  }

  private static <T> void count(
      MeterRegistry registry, String name, String what, T of, ToDoubleFunction<T> count) {
    FunctionCounter.builder("proffer.agent." + name, of, count)
        .description(what)
        .register(registry);
  }

  private static <T> void gauge(
      MeterRegistry registry, String name, String what, T of, ToDoubleFunction<T> value) {
    Gauge.builder("proffer.agent." + name, of, value).description(what).register(registry);
  }

  @Override
  public void addTo(SortedMap<String, Double> values) {
    values.put("containerizer/fetcher/task_fetches_succeeded", (double) fetches.succeeded());
    values.put("containerizer/fetcher/task_fetches_failed", (double) fetches.failed());
    values.put(
        "containerizer/fetcher/cache_size_total_bytes",
        (double) fetches.fetcher().cacheCapacityBytes());
    values.put(
        "containerizer/fetcher/cache_size_used_bytes", (double) fetches.fetcher().cacheUsedBytes());
    values.put("gc/path_removals_succeeded", (double) collector.removed());
    values.put("gc/path_removals_failed", (double) collector.failed());
    values.put("gc/path_removals_pending", (double) collector.waiting());
  }
}
