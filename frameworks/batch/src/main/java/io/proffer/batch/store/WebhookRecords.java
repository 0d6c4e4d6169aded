package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.webhook.Webhook;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Webhooks as JSON. */
final class WebhookRecords {

  private WebhookRecords() {}

  static ObjectNode write(Webhook webhook) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", webhook.id()).put("url", webhook.url());
    ArrayNode events = out.putArray("events");
    webhook.events().forEach(events::add);
    webhook.secret().ifPresent(secret -> out.put("secret", secret));
    return out;
  }

  static Webhook read(JsonNode in) {
    Set<String> events = new LinkedHashSet<>();
    in.path("events").forEach(event -> events.add(event.asText()));
    return new Webhook(
        in.path("id").asText(),
        in.path("url").asText(),
        events,
        in.has("secret") ? Optional.of(in.path("secret").asText()) : Optional.empty());
  }
}
