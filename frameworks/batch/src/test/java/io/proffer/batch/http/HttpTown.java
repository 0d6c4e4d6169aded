package io.proffer.batch.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.proffer.batch.sandbox.SandboxFiles;
import io.proffer.batch.scheduler.BatchCluster;
import io.proffer.core.security.ProxyKey;
import io.proffer.frameworks.common.agent.AgentCaller;
import io.proffer.frameworks.common.http.Gate;
import io.proffer.frameworks.common.http.PortAuthentication;
import io.proffer.frameworks.common.webhook.Patience;
import io.proffer.frameworks.common.webhook.Targets;
import io.proffer.frameworks.common.webhook.WebhookCaller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/** A port of the framework, with a cluster in virtual time behind it, and a client of both. */
final class HttpTown implements AutoCloseable {

  static final String JOB = "{'id':'a.b','run':{'cmd':'x','cpus':1,'mem':32,'disk':0}}";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "test",
          ConfigFactory.parseResources("io/proffer/frameworks/common/process/framework.conf")
              .withFallback(ConfigFactory.defaultReference())
              .resolve());
  private final BatchHttp http;
  private final WebhookCaller webhooks = new WebhookCaller(new Targets(false), Patience.SHORT);
  private final AgentCaller agents = new AgentCaller(Optional.empty());
  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  /** An answer. */
  record Got(int status, String text) {
    JsonNode json() throws IOException {
      return JSON.readTree(text);
    }
  }

  private record TownApi(BatchCluster town) implements BatchApi {
    @Override
    public <T> CompletionStage<T> ask(Question<T> question) {
      return town.answer(question);
    }

    @Override
    public Optional<String> frameworkId() {
      return town.framework.id().map(id -> id.value());
    }
  }

  /** One that asks nobody who he is. */
  HttpTown() {
    this(PortAuthentication.none(), ProxyKey.make(new Random()));
  }

  HttpTown(PortAuthentication asks, ProxyKey key) {
    http = new BatchHttp(system, new Gate(asks, key, InstantSource.system()));
    url =
        "http://127.0.0.1:"
            + http.bind("127.0.0.1", 0).toCompletableFuture().join().localAddress().getPort();
  }

  /** From now on this cluster answers. */
  void serve(BatchCluster town) {
    http.serve(
        new TownApi(town),
        new EventHub(),
        new ServerFacts("127.0.0.1", 8081),
        new Webhooks(webhooks, true),
        new SandboxFiles(agents));
  }

  Got call(String method, String path, String body) throws IOException, InterruptedException {
    return call(method, path, body, Optional.empty());
  }

  /**
   * The same, of somebody who says who he is.
   *
   * @param shown the value of the {@code Authorization} header
   */
  Got call(String method, String path, String body, Optional<String> shown)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", path.contains("yaml") ? "application/yaml" : "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    shown.ifPresent(value -> request.header("Authorization", value));
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Got(answer.statusCode(), answer.body());
  }

  Got get(String path) throws IOException, InterruptedException {
    return call("GET", path, "");
  }

  @Override
  public void close() {
    system.terminate();
    http.close();
    webhooks.close();
    agents.close();
  }
}
