package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import io.proffer.core.time.Ticker;
import io.proffer.master.actor.ReadModel;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import io.proffer.master.kernel.MasterSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoutesTest {

  private final Routes routes =
      new Routes(new Gate(Optional.empty(), InstantSource.system()), new AuditLog(Ticker.system()));

  @Test
  void whoAsksAtTheVeryEndOfATermIsSentToTheNextLeader() throws Exception {
    ReadModel reads = new ReadModel(MasterSettings.defaults().retention());
    RenderedAnswers answers = new RenderedAnswers(reads, Runnable::run);
    routes.add(
        "/read",
        request -> answers.get("read", snapshot -> new byte[0]).thenApply(r -> r.json(request)));
    routes.add(
        "/listen",
        request -> {
          reads.look(state -> {});
          return Answers.now(Answers.done());
        });
    reads.close();

    assertThat(List.of(get("/read").status(), get("/listen").status())).containsExactly(503, 503);
  }

  private Response get(String path) throws Exception {
    Request request =
        new Request(
            "GET",
            path,
            path,
            Map.of(),
            List.of(),
            ByteString.emptyByteString(),
            "127.0.0.1",
            Optional.empty());
    return routes.answer(request).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
