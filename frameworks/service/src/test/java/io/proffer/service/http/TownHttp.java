package io.proffer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.proffer.core.security.ProxyKey;
import io.proffer.frameworks.common.http.Gate;
import io.proffer.frameworks.common.http.PortAuthentication;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.ServiceKernel;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.kernel.Town;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The framework's port, with a cluster on paper behind it that is another one for each test. */
final class TownHttp implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "test",
          ConfigFactory.parseResources("io/proffer/frameworks/common/process/framework.conf")
              .withFallback(ConfigFactory.defaultReference())
              .resolve());
  private final ServiceHttp http;
  private String url = "";

  /** One that asks nobody who he is. */
  TownHttp() {
    this(PortAuthentication.none(), ProxyKey.make(new Random()));
  }

  TownHttp(PortAuthentication asks, ProxyKey key) {
    http = new ServiceHttp(system, new Gate(asks, key, InstantSource.system()));
  }

  private record TownApi(Town town, EventHub events) implements ServiceApi {
    @Override
    public <T> CompletionStage<T> ask(BiFunction<ServiceKernel, Instant, T> question) {
      return CompletableFuture.completedFuture(town.ask(question, events::tell));
    }

    @Override
    public CompletionStage<ServiceSnapshot> snapshot() {
      return ask(ServiceKernel::snapshot);
    }

    @Override
    public void abdicate() {
      // Nobody else is there to lead.
    }

    @Override
    public Optional<String> frameworkId() {
      return Optional.of("f-1");
    }

    @Override
    public Optional<String> master() {
      return Optional.of("m:5050");
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    int port = http.bind("127.0.0.1", 0).toCompletableFuture().join().localAddress().getPort();
    url = "http://127.0.0.1:" + port;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    EventHub events = new EventHub(Instant::now);
    Town town = new Town().agent("a1", "cpus:10;mem:10000;disk:1000;ports:[31000-31099]", "");
    http.serve(
        new TownApi(town, events),
        new AppReader("*"),
        events,
        new ServerFacts("marathon", "*", "127.0.0.1", 8080, "m:5050", Optional.empty()));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    system.terminate();
    http.close();
  }

  /** The words after {@code /v2} that lead somewhere. */
  Set<String> resources() {
    return http.resources();
  }

  /** Asks; in the body {@code '} stands for a quotation mark. */
  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(method, path, body.replace('\'', '"'), Map.of());
  }

  HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What is answered when all goes well. */
  JsonNode ok(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return json(response);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return ok("GET", path, "");
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  /** Listens to events. */
  InputStream listen(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "text/event-stream");
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()).body();
  }
}
