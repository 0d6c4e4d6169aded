package io.proffer.master.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.http.operator.RoleMessages;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.WeightInfo;

/** The endpoints of before the v1 API for what operators say about roles. */
final class RoleEndpoints {

  private final Leaders leaders;

  RoleEndpoints(Leaders leaders) {
    this.leaders = leaders;
  }

  void addTo(Routes routes) {
    routes.add("/weights", leaders.only(this::weights));
  }

  private CompletionStage<Response> weights(Request request, Term term) throws RefusedException {
    return switch (request.method()) {
      case "GET", "HEAD" ->
          term.answers()
              .get("/weights", RoleEndpoints::renderedWeights)
              .thenApply(rendered -> rendered.json(request));
      case "PUT" -> term.master().updateWeights(readWeights(request)).thenApply(Answers::of);
      default ->
          throw new RefusedException(
              Answers.methodNotAllowed(List.of("GET", "PUT"), request.method()));
    };
  }

  private static byte[] renderedWeights(MasterSnapshot snapshot) {
    return RoleMessages.weights(snapshot).stream()
        .map(info -> new String(MesosJson.write(info), UTF_8))
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(UTF_8);
  }

  private static List<WeightInfo> readWeights(Request request) throws RefusedException {
    byte[] body = request.body().toArrayUnsafe();
    try {
      return MesosJson.readList(body, WeightInfo.getDefaultInstance());
    } catch (MalformedMessageException e) {
      throw new RefusedException(
          400,
          "Failed to parse update weights request JSON '%s': %s"
              .formatted(new String(body, UTF_8), e.getMessage()));
    }
  }
}
