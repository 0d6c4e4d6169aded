package io.proffer.discovery.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a catalog up to date: asks for all apps whenever the framework tells of an event, and every
 * half a minute in case one was missed. Of several addresses the first that answers is asked, until
 * it does not any more. While none does, what was known last is true.
 */
public final class CatalogFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogFeed.class);

  private static final int CONNECT_TIMEOUT_MS = 3_000;
  private static final int READ_TIMEOUT_MS = 20_000;
  private static final int MAX_REDIRECTS = 3;

  /** More than twice what the framework lets pass between two heartbeats. */
  private static final int SILENCE_MS = 25_000;

  private static final Duration ANYWAY = Duration.ofSeconds(30);
  private static final long AGAIN_MS = 1_000;

  /** Several events that come at once are one reason to ask. */
  private static final long GATHER_MS = 50;

  private static final String EVENTS =
      "/v2/events?event_type=status_update_event&event_type=instance_changed_event"
          + "&event_type=health_status_changed_event&event_type=api_post_event"
          + "&event_type=deployment_info&event_type=deployment_success"
          + "&event_type=app_terminated_event&event_type=group_change_success";

  private final JsonMapper mapper = new JsonMapper();
  private final List<URI> services;
  private final Optional<String> authorization;
  private final Consumer<Catalog> listener;
  private final Semaphore changes = new Semaphore(1);
  private final Thread asker;
  private final Thread hearer;
  private volatile int current;
  private volatile boolean closed;
  private Optional<Catalog> last = Optional.empty();

  private CatalogFeed(
      List<URI> services, Optional<String> authorization, Consumer<Catalog> listener) {
    this.services = List.copyOf(services);
    this.authorization = authorization;
    this.listener = listener;
    this.asker = Thread.ofPlatform().daemon().name("catalog").unstarted(this::keepAsking);
    this.hearer = Thread.ofPlatform().daemon().name("catalog-events").unstarted(this::keepHearing);
  }

  /**
   * Begins to ask.
   *
   * @param services scheme, host and port of each; and a path where a master leads to it
   * @param authorization what is shown there, as the header of that name; empty: nothing
   * @param listener is told each catalog that differs from the one before, on a thread of its own
   */
  public static CatalogFeed start(
      List<URI> services, Optional<String> authorization, Consumer<Catalog> listener) {
    if (services.isEmpty()) {
      throw new IllegalArgumentException("no service framework is named");
    }
    CatalogFeed feed = new CatalogFeed(services, authorization, listener);
    feed.hearer.start();
    feed.asker.start();
    return feed;
  }

  /**
   * Asks once.
   *
   * @param authorization what is shown there; empty: nothing
   * @throws IOException when the framework does not answer
   */
  public static Catalog ask(URI service, Optional<String> authorization) throws IOException {
    return new CatalogFeed(List.of(service), authorization, catalog -> {}).fetch(service);
  }

  private void keepAsking() {
    while (!closed) {
      try {
        boolean known = changes.tryAcquire(ANYWAY.toMillis(), TimeUnit.MILLISECONDS);
        if (known) {
          Thread.sleep(GATHER_MS);
          changes.drainPermits();
        }
        if (!refresh()) {
          Thread.sleep(AGAIN_MS);
          changes.release();
        }
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private boolean refresh() {
    URI service = services.get(current);
    try {
      Catalog now = fetch(service);
      if (!last.equals(Optional.of(now))) {
        listener.accept(now);
        last = Optional.of(now);
      }
      return true;
    } catch (IOException trouble) {
      LOG.warn("The service framework at {} does not answer: {}", service, trouble.getMessage());
      int next = current + 1;
      current = next % services.size();
    } catch (RuntimeException bug) {
      LOG.error("What the service framework said could not be used", bug);
    }
    return false;
  }

  private Catalog fetch(URI service) throws IOException {
    return CatalogReader.read(get(service, "/v2/info"), get(service, "/v2/apps?embed=apps.tasks"));
  }

  private JsonNode get(URI service, String path) throws IOException {
    HttpURLConnection connection = open(service, path, "application/json", READ_TIMEOUT_MS);
    int status = connection.getResponseCode();
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
      throw new IOException(
          authorization.isEmpty()
              ? "it wants to know who asks (401): give --credential"
              : "it does not take the credential that it is shown (401)");
    }
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException(path + " was answered with status " + status);
    }
    try (InputStream in = connection.getInputStream()) {
      return mapper.readTree(in);
    }
  }

  /** Sends a request; who does not lead names who does. */
  private HttpURLConnection open(URI service, String path, String accept, int readTimeoutMs)
      throws IOException {
    URI asked = URI.create(service + path);
    HttpURLConnection connection = open(service, asked, accept, readTimeoutMs);
    for (int left = MAX_REDIRECTS; left > 0; left--) {
      String location = connection.getHeaderField("Location");
      if (connection.getResponseCode() / 100 != 3 || location == null) {
        return connection;
      }
      connection.disconnect();
      asked = asked.resolve(location);
      connection = open(service, asked, accept, readTimeoutMs);
    }
    return connection;
  }

  private HttpURLConnection open(URI service, URI asked, String accept, int readTimeoutMs)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) asked.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
    connection.setReadTimeout(readTimeoutMs);
    connection.setRequestProperty("Accept", accept);
    if (isFor(service, asked)) {
      authorization.ifPresent(shown -> connection.setRequestProperty("Authorization", shown));
    }
    return connection;
  }

  /**
   * Whether an address may be shown what is for a service. A framework is believed where its other
   * processes are; what one behind a master names is not shown what is for masters.
   */
  private boolean isFor(URI service, URI asked) {
    return service.getPath().isEmpty()
        || services.stream().anyMatch(one -> one.getAuthority().equals(asked.getAuthority()));
  }

  private void keepHearing() {
    while (!closed) {
      try {
        hear(services.get(current));
      } catch (IOException brokenOff) {
        LOG.debug("The stream of events broke off: {}", brokenOff.getMessage());
      }
      try {
        Thread.sleep(AGAIN_MS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private void hear(URI service) throws IOException {
    HttpURLConnection connection = open(service, EVENTS, "text/event-stream", SILENCE_MS);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      changes.release(); // what happened before is seen now
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          changes.release();
        }
        if (closed) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    asker.interrupt();
    hearer.interrupt();
  }
}
