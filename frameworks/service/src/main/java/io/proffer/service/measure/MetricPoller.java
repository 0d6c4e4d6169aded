package io.proffer.service.measure;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.frameworks.common.agent.AgentCaller;
import io.proffer.frameworks.common.webhook.Targets;
import io.proffer.service.http.ServiceApi;
import io.proffer.service.kernel.ScalingTarget;
import io.proffer.service.model.ScalingPolicy;
import io.proffer.service.model.ScalingPolicy.Metric;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures, every so often, what apps are scaled by and tells the kernel. One round at a time, so
 * many requests at once.
 */
public final class MetricPoller implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricPoller.class);
  private static final int MAX_AT_ONCE = 16;
  private static final long PATIENCE_SECONDS = 30;

  private final ServiceApi api;
  private final Targets targets;
  private final AgentCaller agents;
  private final Duration interval;
  private final Fetcher fetcher = new Fetcher();
  private final Usage usage = new Usage();
  private final Semaphore room = new Semaphore(MAX_AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("metric-", 0).factory());
  private final Thread thread;

  private MetricPoller(ServiceApi api, Targets targets, AgentCaller agents, Duration interval) {
    this.api = api;
    this.targets = targets;
    this.agents = agents;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("metric-poller").unstarted(this::work);
  }

  /** Begins to measure. */
  public static MetricPoller start(
      ServiceApi api, Targets targets, AgentCaller agents, Duration interval) {
    MetricPoller poller = new MetricPoller(api, targets, agents, interval);
    poller.thread.start();
    return poller;
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(interval);
        try {
          round();
        } catch (ExecutionException | TimeoutException failed) {
          LOG.warn("Apps could not be scaled by what is measured: {}", failed.toString());
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException, ExecutionException, TimeoutException {
    List<ScalingTarget> apps =
        api.ask((kernel, now) -> kernel.scalingTargets())
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (apps.isEmpty()) {
      return;
    }
    count(apps);
    for (ScalingTarget app : apps) {
      List<Callable<Optional<Double>>> questions = new ArrayList<>();
      app.policy().metrics().forEach(metric -> questions.add(() -> reading(metric, app)));
      List<Optional<Double>> readings = all(questions, Optional.empty());
      var unused =
          api.ask(
                  (kernel, now) -> {
                    kernel.measured(app.app().id(), readings, now);
                    return true;
                  })
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Asks each agent once, and only those that have something to say. */
  private void count(List<ScalingTarget> apps) throws InterruptedException {
    Set<String> urls = new LinkedHashSet<>();
    for (ScalingTarget app : apps) {
      boolean counted =
          app.policy().metrics().stream()
              .anyMatch(m -> m instanceof ScalingPolicy.Cpu || m instanceof ScalingPolicy.Memory);
      if (counted) {
        app.instances().forEach(i -> i.extras().agentUrl().ifPresent(urls::add));
      }
    }
    List<Callable<Optional<JsonNode>>> questions = new ArrayList<>();
    urls.forEach(url -> questions.add(() -> fetcher.get(agents, url + "/monitor/statistics")));
    usage.next();
    all(questions, Optional.<JsonNode>empty()).forEach(answer -> answer.ifPresent(usage::add));
  }

  private <T> List<T> all(List<Callable<T>> questions, T unknown) throws InterruptedException {
    List<Callable<T>> polite = new ArrayList<>();
    for (Callable<T> question : questions) {
      polite.add(
          () -> {
            room.acquire();
            try {
              return question.call();
            } finally {
              room.release();
            }
          });
    }
    List<T> answers = new ArrayList<>();
    for (Future<T> answer : threads.invokeAll(polite, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      answers.add(answer.state() == Future.State.SUCCESS ? answer.resultNow() : unknown);
    }
    return answers;
  }

  private Optional<Double> reading(Metric metric, ScalingTarget app) throws InterruptedException {
    return switch (metric) {
      case ScalingPolicy.Cpu cpu -> usage.cpu(app.instances(), app.app().spec().amounts().cpus());
      case ScalingPolicy.Memory memory ->
          usage.memory(app.instances(), app.app().spec().amounts().memMb());
      case ScalingPolicy.Prometheus prometheus ->
          allowed(
                  prometheus.url().replaceFirst("/+$", "")
                      + "/api/v1/query?query="
                      + URLEncoder.encode(prometheus.query(), StandardCharsets.UTF_8))
              .flatMap(MetricPoller::firstValue);
      case ScalingPolicy.Http http ->
          allowed(http.url())
              .map(json -> http.pointer().map(p -> json.at(JsonPointer.compile(p))).orElse(json))
              .filter(JsonNode::isNumber)
              .map(JsonNode::asDouble);
    };
  }

  private Optional<JsonNode> allowed(String url) throws InterruptedException {
    Optional<String> problem = targets.problem(url);
    if (problem.isPresent()) {
      LOG.warn("A metric is not read: {}", problem.get());
      return Optional.empty();
    }
    return fetcher.get(url);
  }

  private static Optional<Double> firstValue(JsonNode answer) {
    JsonNode result = answer.path("data").path("result");
    boolean scalar = answer.path("data").path("resultType").asText().equals("scalar");
    String value = (scalar ? result.path(1) : result.path(0).path("value").path(1)).asText();
    try {
      return value.isEmpty() ? Optional.empty() : Optional.of(Double.parseDouble(value));
    } catch (NumberFormatException strange) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    threads.shutdownNow();
    fetcher.close();
  }
}
