package io.proffer.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.frameworks.common.webhook.WebhookCaller;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /proffer/v1/webhooks}, and {@code /v2/eventSubscriptions} as old clients know it. */
final class WebhooksEndpoint implements Endpoint {

  private static final Set<String> FIELDS = Set.of("id", "url", "events");

  private final Backend backend;
  private final WebhookCaller caller;

  WebhooksEndpoint(Backend backend, WebhookCaller caller) {
    this.backend = backend;
    this.caller = caller;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    List<String> rest = request.rest(3);
    if (rest.isEmpty()) {
      return switch (request.method()) {
        case "GET" -> Answer.ok(list());
        case "POST" -> {
          Webhook made = put(Optional.empty(), request.object());
          yield Answer.json(201, json(made)).with("Location", "/proffer/v1/webhooks/" + made.id());
        }
        default -> throw Routes.wrongMethod(request);
      };
    }
    String id = rest.getFirst();
    return switch (request.method()) {
      case "GET" -> Answer.ok(json(known(id)));
      case "PUT" -> Answer.ok(json(put(Optional.of(known(id).id()), request.object())));
      case "DELETE" -> {
        remove(known(id));
        yield Answer.empty(204);
      }
      default -> throw Routes.wrongMethod(request);
    };
  }

  /** The call-backs of Marathon before 1.5: each is a webhook that wants all events. */
  Answer subscriptions(Request request) throws HttpProblem {
    if (request.method().equals("GET")) {
      ObjectNode out = JsonNodeFactory.instance.objectNode();
      ArrayNode urls = out.putArray("callbackUrls");
      backend.ask((kernel, now) -> kernel.webhooks()).forEach(w -> urls.add(w.url()));
      return Answer.ok(out);
    }
    if (!request.method().equals("POST") && !request.method().equals("DELETE")) {
      throw Routes.wrongMethod(request);
    }
    String url =
        request
            .parameter("callbackUrl")
            .orElseThrow(() -> HttpProblem.of(400, "The parameter callbackUrl is missing"));
    List<Webhook> known =
        backend.ask((kernel, now) -> kernel.webhooks()).stream()
            .filter(w -> w.url().equals(url))
            .toList();
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    if (request.method().equals("POST")) {
      if (known.isEmpty()) {
        var unused = put(Optional.empty(), out.deepCopy().put("url", url));
      }
      out.put("eventType", "subscribe_event");
    } else {
      for (Webhook webhook : known) {
        remove(webhook);
      }
      out.put("eventType", "unsubscribe_event");
    }
    return Answer.ok(out.put("clientIp", request.clientIp()).put("callbackUrl", url));
  }

  private Webhook known(String id) throws HttpProblem {
    return backend.ask((kernel, now) -> kernel.webhooks()).stream()
        .filter(w -> w.id().equals(id))
        .findFirst()
        .orElseThrow(() -> HttpProblem.missing("Webhook '" + id + "'"));
  }

  private Webhook put(Optional<String> id, ObjectNode json) throws HttpProblem {
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw HttpProblem.invalid("/" + field.getKey(), "unknown field; there are url and events");
      }
    }
    if (!json.path("url").isTextual()) {
      throw HttpProblem.wrongType("/url", "error.expected.jsstring");
    }
    Set<String> events = new LinkedHashSet<>();
    for (JsonNode event : json.path("events")) {
      if (!event.isTextual()) {
        throw HttpProblem.wrongType("/events(" + events.size() + ")", "error.expected.jsstring");
      }
      events.add(event.textValue());
    }
    String url = json.path("url").textValue();
    Optional<String> problem = caller.problem(url);
    if (problem.isPresent()) {
      throw HttpProblem.invalid("/url", problem.get());
    }
    Optional<Webhook> made = backend.ask((kernel, now) -> kernel.webhook(id, url, events));
    if (made.isEmpty()) {
      throw HttpProblem.of(403, "There are " + Webhook.MAX + " webhooks, and can be no more");
    }
    caller.set(backend.ask((kernel, now) -> kernel.webhooks()));
    return made.get();
  }

  private void remove(Webhook webhook) throws HttpProblem {
    var unused = backend.ask((kernel, now) -> kernel.removeWebhook(webhook.id()));
    caller.set(backend.ask((kernel, now) -> kernel.webhooks()));
  }

  private ObjectNode list() throws HttpProblem {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode all = out.putArray("webhooks");
    backend.ask((kernel, now) -> kernel.webhooks()).forEach(w -> all.add(json(w)));
    return out;
  }

  private ObjectNode json(Webhook webhook) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", webhook.id()).put("url", webhook.url());
    ArrayNode events = out.putArray("events");
    webhook.events().forEach(events::add);
    caller
        .record(webhook.id())
        .ifPresent(
            record -> {
              out.put("delivered", record.delivered()).put("dropped", record.dropped());
              out.put("waiting", record.waiting());
              record.trouble().ifPresent(words -> out.put("trouble", words));
            });
    return out;
  }
}
