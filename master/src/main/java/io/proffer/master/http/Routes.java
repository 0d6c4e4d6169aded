package io.proffer.master.http;

import io.proffer.master.actor.TermOverException;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint of a request, and answers what no endpoint answers. */
final class Routes {

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  /** What a path leads to, and the path that it is known by. */
  private record Found(String path, Endpoint endpoint) {}

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Set<String> readOnly = new HashSet<>();
  private final Gate gate;
  private final AuditLog audit;

  /**
   * @param gate that everything which is asked passes
   * @param audit keeps who asks for something to be changed
   */
  Routes(Gate gate, AuditLog audit) {
    this.gate = gate;
    this.audit = audit;
  }

  void add(String path, Endpoint endpoint) {
    endpoints.put(path, endpoint);
  }

  /** For an endpoint that is read: any other method than GET, HEAD and POST is refused. */
  void addReadable(String path, Endpoint endpoint) {
    readOnly.add(path);
    add(
        path,
        request ->
            switch (request.method()) {
              case "GET", "HEAD", "POST" -> endpoint.answer(request);
              default ->
                  throw new RefusedException(Answers.methodNotAllowed("GET", request.method()));
            });
  }

  Set<String> paths() {
    return endpoints.keySet();
  }

  /** Never fails: whatever goes wrong becomes an answer. */
  CompletionStage<Response> answer(Request request) {
    Optional<Found> known = find(request.path());
    if (known.isEmpty()) {
      return Answers.now(
          Answers.text(404, "There is no '%s' here; '/' lists what is".formatted(request.path())));
    }
    Found found = known.get();
    try {
      Request passed = gate.pass(found.path(), request);
      return AuditedCall.of(passed, found.path(), readOnly.contains(found.path()))
          .map(call -> audit.around(passed, call, asked -> answer(asked, found.endpoint())))
          .orElseGet(() -> answer(passed, found.endpoint()));
    } catch (RefusedException e) {
      return Answers.now(e.response());
    }
  }

  private static CompletionStage<Response> answer(Request request, Endpoint endpoint) {
    try {
      return endpoint.answer(request).exceptionally(failure -> failed(request, failure));
    } catch (RefusedException e) {
      return Answers.now(e.response());
    } catch (RuntimeException e) {
      return Answers.now(failed(request, e));
    }
  }

  /**
   * The endpoint with the longest path that this one lies under, as in Mesos: there are clients
   * that post to {@code /api/v1/operator} and mean {@code /api/v1}.
   */
  private Optional<Found> find(String path) {
    String prefix = path;
    while (!endpoints.containsKey(prefix)) {
      prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('/')));
      if (prefix.isEmpty()) {
        return Optional.empty();
      }
    }
    String found = prefix;
    return Optional.ofNullable(endpoints.get(found)).map(endpoint -> new Found(found, endpoint));
  }

  private static Response failed(Request request, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RefusedException refused) {
      return refused.response();
    }
    if (cause instanceof TermOverException over) {
      return Answers.text(503, String.valueOf(over.getMessage()));
    }
    LOG.error("{} {} failed", request.method(), request.path(), cause);
    return Answers.text(500, "The master failed to answer; its log says more");
  }
}
