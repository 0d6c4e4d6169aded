package io.proffer.cli.dashboard;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.proffer.batch.BatchOptions;
import io.proffer.batch.BatchServer;
import io.proffer.cli.cluster.DevCluster;
import io.proffer.cli.cluster.DevOptions;
import io.proffer.cli.cluster.Ports;
import io.proffer.service.ServiceOptions;
import io.proffer.service.ServiceServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A real cluster of two agents with both frameworks, and a real browser that looks at it. */
final class ServedDashboard implements AutoCloseable {

  static final int WIDTH = 1280;
  static final int HEIGHT = 860;
  static final int AGENTS = 2;

  private final Chromium browser;
  private final Deque<Runnable> cluster = new ArrayDeque<>();
  private final String url;
  private final String serviceUrl;
  private final Page page;

  private ServedDashboard(Chromium browser, Path work) throws Exception {
    this.browser = browser;
    try {
      DevCluster dev =
          DevCluster.start(
              new DevOptions(
                  Ports.free(AGENTS),
                  Optional.of("cpus:8;mem:16384;disk:102400"),
                  Optional.of("rack:r1;zone:a"),
                  Optional.empty()),
              work);
      cluster.push(dev::close);
      url = dev.masterUrl();
      String zooKeeper = dev.zooKeeper().toString();
      ServiceServer services =
          ServiceServer.start(
              ServiceOptions.local(
                  0, zooKeeper, Optional.of(dev.zooKeeper()), work.resolve("service")));
      cluster.push(services::close);
      serviceUrl = services.url();
      BatchServer batch =
          BatchServer.start(
              BatchOptions.local(
                  0, zooKeeper, Optional.of(dev.zooKeeper()), work.resolve("batch")));
      cluster.push(batch::close);
      page = browser.open(ColorScheme.LIGHT, WIDTH, HEIGHT);
    } catch (Exception failed) {
      close();
      throw failed;
    }
  }

  /** Starts all of it; skips where there is no browser, unless there must be one. */
  static ServedDashboard start(Path work) throws Exception {
    return new ServedDashboard(Chromium.start(), work);
  }

  /** The master's address. */
  String url() {
    return url;
  }

  /** Somebody else gives a service other instances. */
  void scale(String app, int instances) throws Exception {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(serviceUrl + "/v2/apps" + app))
                .PUT(
                    HttpRequest.BodyPublishers.ofString("{\"instances\": %d}".formatted(instances)))
                .build(),
            HttpResponse.BodyHandlers.discarding());
  }

  /** What the page wishes there happens, and it does not hear of it. */
  void losesTheAnswerTo(String url) {
    page.route(
        url,
        route -> {
          route.fetch();
          route.fulfill(new Route.FulfillOptions().setStatus(502).setBody("the answer was lost"));
        });
  }

  Page page() {
    return page;
  }

  Chromium browser() {
    return browser;
  }

  /** Ends the cluster under the eyes of the browser. */
  void endCluster() {
    while (!cluster.isEmpty()) {
      cluster.pop().run();
    }
  }

  @Override
  public void close() {
    browser.close();
    endCluster();
  }
}
