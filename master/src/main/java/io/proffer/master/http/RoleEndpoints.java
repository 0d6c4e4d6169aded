package io.proffer.master.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proffer.core.protocol.MalformedMessageException;
import io.proffer.core.protocol.MesosJson;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.http.operator.RoleMessages;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.validation.QuotaPlan;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.WeightInfo;
import org.apache.mesos.v1.master.Protos.Call;
import org.apache.mesos.v1.quota.Protos.QuotaRequest;

/** The endpoints of before the v1 API for what operators say about roles. */
final class RoleEndpoints {

  private final Leaders leaders;

  RoleEndpoints(Leaders leaders) {
    this.leaders = leaders;
  }

  void addTo(Routes routes) {
    routes.add("/weights", leaders.only(this::weights));
    routes.add("/quota", leaders.only(this::quota));
    routes.add("/proffer/v1/quota/plan", leaders.only(this::plan));
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

  private CompletionStage<Response> quota(Request request, Term term) throws RefusedException {
    return switch (request.method()) {
      case "GET", "HEAD" ->
          term.answers()
              .get("/quota", snapshot -> MesosJson.write(RoleMessages.quota(snapshot)))
              .thenApply(rendered -> rendered.json(request));
      case "POST" -> term.master().setQuota(readQuota(request)).thenApply(Answers::of);
      case "DELETE" -> {
        String path = "/master" + request.path();
        yield term.master()
            .removeQuota(roleIn(path), " for path '" + path + "'")
            .thenApply(Answers::of);
      }
      default ->
          throw new RefusedException(
              Answers.methodNotAllowed(List.of("GET", "POST", "DELETE"), request.method()));
    };
  }

  /** What stands behind {@code /master/quota/}. */
  private static String roleIn(String path) throws RefusedException {
    String[] tokens = path.substring(1).split("/+", 3);
    if (tokens.length < 3 || tokens[2].isEmpty()) {
      throw new RefusedException(
          400,
          "Failed to parse remove quota request for path '%s': expected 3 tokens, found 2 tokens"
              .formatted(path));
    }
    return tokens[2];
  }

  /** What would follow from the {@code update_quota} that is posted; it changes nothing. */
  private CompletionStage<Response> plan(Request request, Term term) throws RefusedException {
    if (!request.method().equals("POST")) {
      throw new RefusedException(Answers.methodNotAllowed("POST", request.method()));
    }
    Call.UpdateQuota update = readUpdate(request);
    return term.answers()
        .once(
            snapshot ->
                QuotaPlanJson.render(
                    QuotaPlan.of(update.getQuotaConfigsList(), snapshot.quotaView())))
        .thenApply(rendered -> rendered.json(request));
  }

  private static Call.UpdateQuota readUpdate(Request request) throws RefusedException {
    try {
      return MesosJson.read(request.body().toArrayUnsafe(), Call.UpdateQuota.getDefaultInstance());
    } catch (MalformedMessageException e) {
      throw new RefusedException(400, "Failed to parse the request body: " + e.getMessage());
    }
  }

  private static QuotaRequest readQuota(Request request) throws RefusedException {
    byte[] body = request.body().toArrayUnsafe();
    try {
      return MesosJson.read(body, QuotaRequest.getDefaultInstance());
    } catch (MalformedMessageException e) {
      throw new RefusedException(
          400,
          "Failed to parse set quota request JSON '%s': %s"
              .formatted(new String(body, UTF_8), e.getMessage()));
    }
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
