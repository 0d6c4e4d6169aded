package io.proffer.service.http;

import io.proffer.service.model.PathId;
import java.util.List;

/** {@code /v2/queue}: what waits to be launched. */
final class QueueEndpoint implements Endpoint {

  private final Backend backend;

  QueueEndpoint(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Answer answer(Request request) throws HttpProblem {
    List<String> rest = request.rest(2);
    if (rest.isEmpty() && request.method().equals("GET")) {
      boolean offers = request.parameters("embed").contains("lastUnusedOffers");
      return Answer.ok(QueueJson.of(backend.snapshot(), offers));
    }
    if (rest.size() > 1 && rest.getLast().equals("delay") && request.method().equals("DELETE")) {
      return resetDelay(PathId.of("/" + String.join("/", rest.subList(0, rest.size() - 1))));
    }
    throw Routes.wrongMethod(request);
  }

  private Answer resetDelay(PathId id) throws HttpProblem {
    boolean waits =
        backend.snapshot().queue().stream().anyMatch(entry -> entry.app().id().equals(id));
    if (!waits) {
      throw HttpProblem.of(404, "Application " + id + " not found in tasks queue.");
    }
    boolean done =
        backend.ask(
            (kernel, now) -> {
              kernel.resetDelay(id);
              return true;
            });
    return Answer.empty(done ? 204 : 503);
  }
}
