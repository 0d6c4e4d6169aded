package io.proffer.master.http;

import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.state.Framework;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * {@code /service/{framework}/...}: the web server that a connected framework names as its own, by
 * the framework's id or name.
 */
final class ServiceProxy implements Endpoint.OfLeader {

  private static final String PREFIX = "/service/";

  private final Forwarding forwarding;

  ServiceProxy(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  @Override
  public CompletionStage<Response> answer(Request request, Term term) throws RefusedException {
    String target = request.target();
    int begin = target.indexOf(PREFIX);
    if (begin < 0) {
      throw new RefusedException(404, "Expecting '/service/{framework}/...'");
    }
    String rest = target.substring(begin + PREFIX.length());
    int end = endOfName(rest);
    String name = URLDecoder.decode(rest.substring(0, end), StandardCharsets.UTF_8);
    String path = rest.substring(end);
    return term.master()
        .reads()
        .snapshot()
        .thenCompose(snapshot -> forward(request, term, snapshot, name, path));
  }

  private static int endOfName(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
        return i;
      }
    }
    return rest.length();
  }

  private CompletionStage<Response> forward(
      Request request, Term term, MasterSnapshot snapshot, String name, String path) {
    try {
      Framework framework = find(snapshot, name);
      String server = server(framework);
      return forwarding.forward(
          request,
          term.master().proxyKey(framework),
          server + (path.startsWith("/") ? path : "/" + path),
          PREFIX + request.target().split("/", -1)[2],
          "Framework '" + name + "'");
    } catch (RefusedException e) {
      return Answers.now(e.response());
    }
  }

  private static Framework find(MasterSnapshot snapshot, String name) throws RefusedException {
    List<Framework> known =
        snapshot.frameworks().stream()
            .map(MasterSnapshot.FrameworkSnapshot::framework)
            .filter(Framework::connected)
            .toList();
    Optional<Framework> byId = known.stream().filter(f -> f.id().value().equals(name)).findFirst();
    if (byId.isPresent()) {
      return byId.get();
    }
    List<Framework> byName = known.stream().filter(f -> f.info().getName().equals(name)).toList();
    return switch (byName.size()) {
      case 1 -> byName.get(0);
      case 0 -> throw new RefusedException(404, "No framework '%s' is connected".formatted(name));
      default ->
          throw new RefusedException(
              409,
              "Several frameworks are called '%s'; name one by its id: %s"
                  .formatted(name, byName.stream().map(f -> f.id().value()).toList()));
    };
  }

  /**
   * {@code scheme://host:port} and a path if the framework gave one, without a slash at the end.
   */
  private static String server(Framework framework) throws RefusedException {
    String url = framework.info().getWebuiUrl();
    try {
      URI uri = URI.create(url);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return uri.getScheme() + "://" + uri.getRawAuthority() + path;
      }
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          502,
          "Framework '%s' has the web UI '%s', which is no URL".formatted(framework.id(), url));
    }
    throw new RefusedException(
        404, "Framework '%s' says of no web server that it is its own".formatted(framework.id()));
  }
}
