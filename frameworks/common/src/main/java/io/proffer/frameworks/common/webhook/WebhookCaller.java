package io.proffer.frameworks.common.webhook;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls webhooks with what happens: each has a line of its own, so that a slow one holds up nobody.
 * Thread-safe.
 */
public final class WebhookCaller implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Targets targets;
  private final Patience patience;
  private final HttpClient client;
  private final Map<String, WebhookLine> lines = new LinkedHashMap<>();

  public WebhookCaller(Targets targets, Patience patience) {
    this.targets = targets;
    this.patience = patience;
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
                entry.getValue().giveUp();
              }
              return gone;
            });
    for (Webhook webhook : webhooks) {
      lines.computeIfAbsent(
          webhook.id(), id -> new WebhookLine(webhook, client, targets, patience));
    }
  }

  /** Whether anybody wants events of a type. */
  public synchronized boolean isWanted(String type) {
    return lines.values().stream().anyMatch(line -> line.wants(type));
  }

  /** Tells all who want events of this type; never waits. */
  public boolean tell(String type, String json) {
    tell(type, json, () -> {});
    return true;
  }

  /**
   * As {@link #tell(String, String)}.
   *
   * @param settled is run when all were told or are given up; not when this is closed before
   */
  public synchronized void tell(String type, String json, Runnable settled) {
    List<WebhookLine> who = lines.values().stream().filter(line -> line.wants(type)).toList();
    AtomicInteger left = new AtomicInteger(who.size());
    if (who.isEmpty()) {
      settled.run();
    }
    for (WebhookLine line : who) {
      line.tell(
          type,
          json,
          () -> {
            if (left.decrementAndGet() == 0) {
              settled.run();
            }
          });
    }
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
