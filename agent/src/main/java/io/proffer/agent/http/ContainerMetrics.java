package io.proffer.agent.http;

import io.proffer.agent.actor.ReadModel;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.runtime.Usage;
import io.proffer.agent.runtime.usage.MeasuredRuntime;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.agent.view.ContainerView;
import io.proffer.agent.view.ExecutorView;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.mesos.v1.Protos.ResourceStatistics;

/**
 * What containers use, for Prometheus: read when somebody asks, of a bounded number of them.
 *
 * <p>Thread-safe.
 */
public final class ContainerMetrics implements MultiCollector {

  private static final int MAX_CONTAINERS = 500;
  private static final long PATIENCE_SECONDS = 5;

  private final ReadModel reads;
  private final MeasuredRuntime runtime;

  public ContainerMetrics(ReadModel reads, MeasuredRuntime runtime) {
    this.reads = reads;
    this.runtime = runtime;
  }

  /** A number that every container may have. */
  private record Figure(
      String name,
      String help,
      boolean counts,
      Predicate<Usage> known,
      ToDoubleFunction<Usage> value) {

    static Figure counter(
        String name,
        String help,
        Predicate<ResourceStatistics> known,
        ToDoubleFunction<ResourceStatistics> value) {
      return of(name, help, true, known, value);
    }

    static Figure gauge(
        String name,
        String help,
        Predicate<ResourceStatistics> known,
        ToDoubleFunction<ResourceStatistics> value) {
      return of(name, help, false, known, value);
    }

    private static Figure of(
        String name,
        String help,
        boolean counts,
        Predicate<ResourceStatistics> known,
        ToDoubleFunction<ResourceStatistics> value) {
      return new Figure(
          "proffer_container_" + name,
          help,
          counts,
          u -> known.test(u.statistics()),
          u -> value.applyAsDouble(u.statistics()));
    }
  }

  private static final List<Figure> FIGURES =
      List.of(
          Figure.counter(
              "cpu_user_seconds",
              "processor time in programs",
              ResourceStatistics::hasCpusUserTimeSecs,
              ResourceStatistics::getCpusUserTimeSecs),
          Figure.counter(
              "cpu_system_seconds",
              "processor time in the kernel",
              ResourceStatistics::hasCpusSystemTimeSecs,
              ResourceStatistics::getCpusSystemTimeSecs),
          Figure.counter(
              "cpu_periods",
              "periods of its cpu limit",
              ResourceStatistics::hasCpusNrPeriods,
              ResourceStatistics::getCpusNrPeriods),
          Figure.counter(
              "cpu_throttled_periods",
              "periods in which its cpu limit held it up",
              ResourceStatistics::hasCpusNrThrottled,
              ResourceStatistics::getCpusNrThrottled),
          Figure.counter(
              "cpu_throttled_seconds",
              "how long its cpu limit held it up",
              ResourceStatistics::hasCpusThrottledTimeSecs,
              ResourceStatistics::getCpusThrottledTimeSecs),
          Figure.gauge(
              "memory_bytes",
              "memory it holds, with what is cached for it",
              ResourceStatistics::hasMemTotalBytes,
              ResourceStatistics::getMemTotalBytes),
          Figure.gauge(
              "memory_rss_bytes",
              "anonymous memory it holds",
              ResourceStatistics::hasMemRssBytes,
              ResourceStatistics::getMemRssBytes),
          Figure.gauge(
              "memory_limit_bytes",
              "memory it may hold",
              ResourceStatistics::hasMemLimitBytes,
              ResourceStatistics::getMemLimitBytes),
          Figure.gauge(
              "swap_bytes",
              "memory of it that is swapped out",
              ResourceStatistics::hasMemSwapBytes,
              ResourceStatistics::getMemSwapBytes),
          new Figure(
              "proffer_container_oom_kills",
              "processes of it that the kernel ended for want of memory",
              true,
              u -> true,
              Usage::oomKills),
          Figure.gauge(
              "processes",
              "processes it has",
              ResourceStatistics::hasProcesses,
              ResourceStatistics::getProcesses),
          Figure.gauge(
              "threads",
              "threads it has",
              ResourceStatistics::hasThreads,
              ResourceStatistics::getThreads),
          Figure.gauge(
              "disk_bytes",
              "what its sandbox takes up",
              ResourceStatistics::hasDiskUsedBytes,
              ResourceStatistics::getDiskUsedBytes),
          Figure.gauge(
              "disk_limit_bytes",
              "what its sandbox may take up",
              ResourceStatistics::hasDiskLimitBytes,
              ResourceStatistics::getDiskLimitBytes),
          Figure.counter(
              "network_receive_bytes",
              "what reached its network",
              ResourceStatistics::hasNetRxBytes,
              ResourceStatistics::getNetRxBytes),
          Figure.counter(
              "network_transmit_bytes",
              "what left its network",
              ResourceStatistics::hasNetTxBytes,
              ResourceStatistics::getNetTxBytes));

  @Override
  public MetricSnapshots collect() {
    Map<ContainerId, Labels> containers = new LinkedHashMap<>();
    long all = snapshot().map(s -> choose(s, containers)).orElse(0L);
    Map<ContainerId, Usage> usages = runtime.usages(containers.keySet());
    MetricSnapshots.Builder metrics = MetricSnapshots.builder();
    metrics.metricSnapshot(
        GaugeSnapshot.builder()
            .name("proffer_containers_left_out")
            .help("containers that run and are too many to be told of one by one")
            .dataPoint(
                GaugeDataPointSnapshot.builder().value((double) all - containers.size()).build())
            .build());
    for (Figure figure : FIGURES) {
      if (figure.counts()) {
        metrics.metricSnapshot(counter(figure, containers, usages));
      } else {
        metrics.metricSnapshot(gauge(figure, containers, usages));
      }
    }
    return metrics.build();
  }

  private Optional<AgentSnapshot> snapshot() {
    try {
      return Optional.of(
          reads.snapshot().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Gives how many there are. */
  private static long choose(AgentSnapshot snapshot, Map<ContainerId, Labels> chosen) {
    long all = 0;
    for (ExecutorView executor : snapshot.executors().toList()) {
      for (ContainerView container : executor.containers()) {
        all++;
        if (chosen.size() < MAX_CONTAINERS) {
          chosen.put(
              container.container().id(),
              Labels.of(
                  "framework_id", executor.framework().value(),
                  "executor_id", executor.id().value(),
                  "container_id", container.container().id().value()));
        }
      }
    }
    return all;
  }

  private static CounterSnapshot counter(
      Figure figure, Map<ContainerId, Labels> containers, Map<ContainerId, Usage> usages) {
    CounterSnapshot.Builder metric =
        CounterSnapshot.builder().name(figure.name()).help(figure.help());
    usages.forEach(
        (id, usage) -> {
          if (figure.known().test(usage)) {
            metric.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(containers.getOrDefault(id, Labels.EMPTY))
                    .value(figure.value().applyAsDouble(usage))
                    .build());
          }
        });
    return metric.build();
  }

  private static GaugeSnapshot gauge(
      Figure figure, Map<ContainerId, Labels> containers, Map<ContainerId, Usage> usages) {
    GaugeSnapshot.Builder metric = GaugeSnapshot.builder().name(figure.name()).help(figure.help());
    usages.forEach(
        (id, usage) -> {
          if (figure.known().test(usage)) {
            metric.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(containers.getOrDefault(id, Labels.EMPTY))
                    .value(figure.value().applyAsDouble(usage))
                    .build());
          }
        });
    return metric.build();
  }
}
