package io.proffer.agent.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.proffer.agent.actor.ReadModel;
import io.proffer.agent.history.UsageHistory;
import io.proffer.agent.runtime.usage.MeasuredRuntime;
import io.proffer.agent.sandbox.FileAccess;
import io.proffer.agent.sandbox.SandboxFiles;
import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.agent.session.ContainerAccess;
import io.proffer.agent.session.NestedContainers;
import io.proffer.agent.view.AgentSnapshot;
import io.proffer.core.protocol.EndpointPaths;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which endpoint answers what. Endpoints may block: each request has a thread of its own. */
public final class AgentRoutes {

  /** Mesos' agents answer that no more; clients of old ask for {@code /slave(1)/state.json}. */
  static final EndpointPaths PATHS = new EndpointPaths("/slave(1)", Set.of("/state.json"));

  private static final Logger LOG = LoggerFactory.getLogger(AgentRoutes.class);
  private static final long SNAPSHOT_PATIENCE_SECONDS = 20;

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final ReadModel reads;
  private final InputCalls inputs;
  private final Gate gate;

  /** Answers requests of one path. */
  @FunctionalInterface
  interface Endpoint {
    HttpResponse answer(Request request) throws RefusedException;

    /** Whether it looks at the method itself; all others are read only. */
    default boolean takesAnyMethod() {
      return false;
    }
  }

  public AgentRoutes(
      AgentSelf self,
      ReadModel reads,
      MeasuredRuntime runtime,
      UsageHistory history,
      NestedContainers nested,
      MetricsEndpoints metrics,
      ExecutorApi executors,
      ProviderApi providers,
      FileAccess access,
      ContainerAccess containerAccess,
      Gate gate,
      ActorSystem<?> system) {
    this.reads = reads;
    this.gate = gate;
    LegacyEndpoints legacy = new LegacyEndpoints(self, runtime);
    SandboxFiles sandboxes = new SandboxFiles(self.workDir(), self.log(), access);
    FileEndpoints files =
        new FileEndpoints(sandboxes, new SandboxLayout(self.workDir()), self.log());
    TaskContainers tasks = new TaskContainers(this::snapshot);
    ContainerPermits permits = new ContainerPermits(containerAccess, tasks);
    Attachments attachments = new Attachments(nested, tasks);
    OutputStreams streams = new OutputStreams(system);
    ContainerCalls containers =
        new ContainerCalls(
            nested, tasks, new LaunchCalls(nested, tasks, streams), streams, attachments, permits);
    OperatorApi operator =
        new OperatorApi(self, this::snapshot, runtime, metrics, sandboxes, containers, providers);
    this.inputs = new InputCalls(attachments, permits);
    endpoints.put("/health", r -> health(self));
    endpoints.put("/version", r -> Answers.json(r, legacy.version()));
    endpoints.put("/flags", r -> Answers.json(r, legacy.flags()));
    endpoints.put("/state", r -> Answers.json(r, legacy.state(snapshot())));
    endpoints.put("/containers", r -> Answers.json(r, legacy.containers(snapshot())));
    endpoints.put("/monitor/statistics", r -> Answers.json(r, legacy.statistics(snapshot())));
    endpoints.put("/monitor/history", new HistoryEndpoint(history, self.startedAt())::answer);
    endpoints.put("/metrics", metrics::prometheus);
    endpoints.put("/metrics/snapshot", r -> Answers.json(r, metrics.mesos(snapshot())));
    endpoints.put("/files/browse", files::browse);
    endpoints.put("/files/read", files::read);
    endpoints.put("/files/download", files::download);
    endpoints.put("/files/debug", r -> files.debug(r, snapshot()));
    endpoints.put("/api/v1", operator);
    endpoints.put("/api/v1/executor", executors);
    endpoints.put("/api/v1/resource_provider", providers);
  }

  /** Looks who sends a request; of what is not there, everybody may learn so. */
  Gate.Passage pass(HttpRequest http, String path) {
    String endpoint = name(path);
    return endpoint.isEmpty() ? new Gate.Let(new Caller.Anybody()) : gate.pass(endpoint, http);
  }

  /** Whether the body of a request is to be read as it comes. */
  boolean takesStream(HttpRequest http) {
    return MessageTypes.isStream(http) && PATHS.canonical(http.getUri().path()).equals("/api/v1");
  }

  CompletionStage<HttpResponse> answer(Request request, StreamedBody body) {
    return inputs.answer(request, body);
  }

  HttpResponse answer(Request request) {
    Endpoint endpoint = find(request.path());
    if (endpoint == null) {
      return Answers.text(404, "404 Not Found.");
    }
    try {
      boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
      if (!reads && !endpoint.takesAnyMethod()) {
        return Answers.methodNotAllowed("GET", request.method());
      }
      return endpoint.answer(request);
    } catch (RefusedException e) {
      return Answers.text(e.status(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("Answering {} {} failed", request.method(), request.path(), e);
      return Answers.text(500, "The agent failed to answer; its log says why");
    }
  }

  /** Without its checkpoint an agent takes on no tasks, and tells nothing new of those it has. */
  private static HttpResponse health(AgentSelf self) {
    return self.checkpointTrouble()
        .get()
        .map(t -> Answers.text(503, "The checkpoint cannot be written: " + t + "\n"))
        .orElseGet(Answers::done);
  }

  /** The endpoint with the longest path that this one lies under, as in Mesos; null for none. */
  private @Nullable Endpoint find(String path) {
    return endpoints.get(name(path));
  }

  /** The path that its endpoint is known by; empty for none. */
  private String name(String path) {
    String prefix = path;
    while (!prefix.isEmpty() && !endpoints.containsKey(prefix)) {
      prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
    }
    return prefix;
  }

  private AgentSnapshot snapshot() throws RefusedException {
    try {
      return reads
          .snapshot()
          .toCompletableFuture()
          .get(SNAPSHOT_PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new RefusedException(503, "The agent is too busy to answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException(503, "The agent stops");
    }
  }
}
