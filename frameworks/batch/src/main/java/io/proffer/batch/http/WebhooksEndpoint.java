package io.proffer.batch.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.WebhookReader;
import io.proffer.batch.kernel.RefusedException;
import io.proffer.frameworks.common.webhook.Webhook;
import io.proffer.frameworks.common.webhook.WebhookCaller;
import java.util.List;
import java.util.Optional;

/** {@code /v1/webhooks} and {@code /v1/webhooks/{id}}. */
final class WebhooksEndpoint {

  private final Backend backend;
  private final WebhookCaller caller;
  private final boolean secrets;

  WebhooksEndpoint(Backend backend, Webhooks webhooks) {
    this.backend = backend;
    this.caller = webhooks.caller();
    this.secrets = webhooks.secrets();
  }

  Answer answer(Request request) throws HttpProblem, RefusedException, InvalidObjectException {
    List<String> rest = request.rest(2);
    if (rest.isEmpty()) {
      return switch (request.method()) {
        case "GET" -> {
          ArrayNode all = JsonNodeFactory.instance.arrayNode();
          known().forEach(webhook -> all.add(json(webhook)));
          yield Answer.ok(all);
        }
        case "POST" -> Answer.json(201, json(put(request.object(), Optional.empty())));
        default -> throw HttpProblem.wrongMethod(request);
      };
    }
    if (rest.size() > 1) {
      throw HttpProblem.noRoute();
    }
    String id = rest.getFirst();
    return switch (request.method()) {
      case "GET" -> Answer.ok(json(one(id)));
      case "PUT" -> Answer.ok(json(put(request.object(), Optional.of(one(id).id()))));
      case "DELETE" -> {
        Webhook removed = one(id);
        var unused =
            backend.ask(
                (kernel, now) -> {
                  kernel.listeners().remove(id);
                  return id;
                });
        call();
        yield Answer.ok(WebhookReader.write(removed));
      }
      default -> throw HttpProblem.wrongMethod(request);
    };
  }

  private List<Webhook> known() throws HttpProblem, RefusedException, InvalidObjectException {
    return backend.ask((kernel, now) -> kernel.listeners().all());
  }

  private Webhook one(String id) throws HttpProblem, RefusedException, InvalidObjectException {
    return known().stream()
        .filter(webhook -> webhook.id().equals(id))
        .findFirst()
        .orElseThrow(() -> HttpProblem.of(404, "There is no webhook " + id));
  }

  private Webhook put(ObjectNode json, Optional<String> id)
      throws HttpProblem, RefusedException, InvalidObjectException {
    Webhook wanted = WebhookReader.read(json, id.orElse(""), NoticeJson.TYPES, caller::problem);
    if (wanted.secret().isPresent() && !secrets) {
      throw InvalidObjectException.of(
          "/secret", "cannot be kept: start the batch framework with --secrets-key-file");
    }
    Webhook set = backend.ask((kernel, now) -> kernel.listeners().set(wanted));
    call();
    return set;
  }

  private void call() throws HttpProblem, RefusedException, InvalidObjectException {
    caller.set(known());
  }

  private ObjectNode json(Webhook webhook) {
    ObjectNode out = WebhookReader.write(webhook);
    caller
        .record(webhook.id())
        .ifPresent(
            tally -> {
              out.put("delivered", tally.delivered()).put("dropped", tally.dropped());
              out.put("waiting", tally.waiting());
              tally.trouble().ifPresent(words -> out.put("trouble", words));
            });
    return out;
  }
}
