package io.proffer.master.http;

import akka.util.ByteString;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.registry.RegistryException;
import io.proffer.master.registry.SnapshotFile;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /registry/snapshot}: what outlives a master is saved and restored. */
final class RegistryEndpoints {

  private static final String BYTES = "application/octet-stream";

  private final MasterSelf self;
  private final Leaders leaders;

  RegistryEndpoints(MasterSelf self, Leaders leaders) {
    this.self = self;
    this.leaders = leaders;
  }

  void addTo(Routes routes) {
    routes.add("/registry/snapshot", leaders.only(this::snapshot));
  }

  private CompletionStage<Response> snapshot(Request request, Term term) throws RefusedException {
    return switch (request.method()) {
      case "GET", "HEAD" -> save(term);
      case "POST" -> restore(request, term);
      default ->
          throw new RefusedException(
              Answers.methodNotAllowed(List.of("GET", "POST"), request.method()));
    };
  }

  private CompletionStage<Response> save(Term term) {
    return term.master()
        .reads()
        .facts()
        .thenApply(
            facts ->
                new SnapshotFile(
                        Instant.now(),
                        self.clusterName(),
                        term.master().info().getId(),
                        self.build().version(),
                        facts)
                    .write())
        .thenApply(bytes -> Response.ok(BYTES, ByteString.fromArrayUnsafe(bytes)));
  }

  private static CompletionStage<Response> restore(Request request, Term term)
      throws RefusedException {
    SnapshotFile file;
    try {
      file = SnapshotFile.read(request.body().toArrayUnsafe(), "The request's body");
    } catch (RegistryException e) {
      throw new RefusedException(400, String.valueOf(e.getMessage()));
    }
    boolean replacing = request.parameter("replace").filter("true"::equals).isPresent();
    return term.master().restore(file.facts(), replacing).thenApply(Answers::of);
  }
}
