package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.secret.Seal;
import io.proffer.frameworks.common.webhook.Webhook;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Webhooks as JSON, with their secrets sealed. */
final class WebhookRecords {

  private final SecretSeal seal;

  WebhookRecords(SecretSeal seal) {
    this.seal = seal;
  }

  ObjectNode write(Webhook webhook) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", webhook.id()).put("url", webhook.url());
    ArrayNode events = out.putArray("events");
    webhook.events().forEach(events::add);
    webhook
        .secret()
        .map(secret -> seal.seal(of(webhook.id()), secret))
        .ifPresent(text -> out.put("key", text.key()).put("sealed", text.text()));
    return out;
  }

  Webhook read(JsonNode in) {
    Set<String> events = new LinkedHashSet<>();
    in.path("events").forEach(event -> events.add(event.asText()));
    return new Webhook(in.path("id").asText(), in.path("url").asText(), events, secret(in));
  }

  private Optional<String> secret(JsonNode in) {
    if (in.has("sealed")) {
      return Optional.of(seal.open(of(in.path("id").asText()), sealed(in)));
    }
    // As it was stored before secrets were sealed.
    return in.has("secret") ? Optional.of(in.path("secret").asText()) : Optional.empty();
  }

  /** Whether a secret is to be sealed anew, as it is not, or with a key that is not the first. */
  boolean isOutdated(JsonNode in) {
    return in.has("secret") || (in.has("sealed") && !seal.isCurrent(sealed(in)));
  }

  private static Seal.Sealed sealed(JsonNode in) {
    return new Seal.Sealed(in.path("key").asText(), in.path("sealed").asText());
  }

  private static String of(String webhook) {
    return "webhook " + webhook;
  }
}
