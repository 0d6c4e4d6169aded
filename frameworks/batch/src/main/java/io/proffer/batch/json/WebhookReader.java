package io.proffer.batch.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.webhook.Webhook;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads and writes who is to be called when something happens. */
public final class WebhookReader {

  private static final int MAX_SECRET = 200;

  private WebhookReader() {}

  /**
   * Reads one.
   *
   * @param types of events
   * @param problem of a URL
   */
  public static Webhook read(
      ObjectNode json,
      String id,
      Collection<String> types,
      Function<String, Optional<String>> problem)
      throws InvalidObjectException {
    Problems problems = new Problems();
    Fields f = new Fields(json, "", problems);
    f.ignore("id", "signed", "delivered", "dropped", "waiting", "trouble");
    String url = f.requiredText("url");
    if (!url.isEmpty()) {
      problem.apply(url).ifPresent(why -> f.broken("url", why));
    }
    List<String> named = f.textList("events");
    for (String type : named) {
      if (!types.contains(type)) {
        f.broken("events", "'" + type + "' is none of " + String.join(", ", types));
      }
    }
    Set<String> events = new LinkedHashSet<>(named);
    Optional<String> secret = f.text("secret");
    if (secret.filter(s -> s.isEmpty() || s.length() > MAX_SECRET).isPresent()) {
      f.broken("secret", "must have 1 to " + MAX_SECRET + " characters");
    }
    f.refuseOthers();
    problems.orThrow();
    return new Webhook(id, url, events, secret);
  }

  /** What everybody may know of it. */
  public static ObjectNode write(Webhook webhook) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", webhook.id()).put("url", webhook.url());
    ArrayNode events = out.putArray("events");
    webhook.events().forEach(events::add);
    return out.put("signed", webhook.secret().isPresent());
  }
}
