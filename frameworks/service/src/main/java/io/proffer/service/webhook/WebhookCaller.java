package io.proffer.service.webhook;

import io.proffer.service.model.Webhook;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls webhooks with what happens: each has a line of its own, so that a slow one holds up nobody.
 * Thread-safe.
 */
public final class WebhookCaller implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Targets targets;
  private final Duration firstPause;
  private final HttpClient client;
  private final Map<String, WebhookLine> lines = new LinkedHashMap<>();

  public WebhookCaller(Targets targets) {
    this(targets, Duration.ofSeconds(1));
  }

  /**
   * @param firstPause before a call is tried again; each further pause is twice as long
   */
  WebhookCaller(Targets targets, Duration firstPause) {
    this.targets = targets;
    this.firstPause = firstPause;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What is wrong with a URL that somebody wants called. May look up a name. */
  public Optional<String> problem(String url) {
    return targets.problem(url);
  }

  /** From now on calls these and no others; calls of others that wait are forgotten. */
  public synchronized void set(List<Webhook> webhooks) {
    lines
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = webhooks.stream().noneMatch(entry.getValue()::isFor);
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
    for (Webhook webhook : webhooks) {
      lines.computeIfAbsent(
          webhook.id(), id -> new WebhookLine(webhook, client, targets, firstPause));
    }
  }

  /** Tells all who want events of this type; never waits. */
  public synchronized boolean tell(String type, String json) {
    lines.values().forEach(line -> line.tell(type, json));
    return true;
  }

  /** How calls of a webhook went; empty for one that is not called. */
  public synchronized Optional<WebhookLine.Tally> record(String id) {
    return Optional.ofNullable(lines.get(id)).map(WebhookLine::record);
  }

  @Override
  public synchronized void close() {
    lines.values().forEach(WebhookLine::close);
    lines.clear();
    client.shutdownNow();
  }
}
