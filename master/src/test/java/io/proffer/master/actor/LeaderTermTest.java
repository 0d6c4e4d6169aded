package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.registry.Registry;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaderTermTest {

  /** What was kept cannot be made sense of. */
  private static final class Senseless implements Registry.Claim {
    final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Override
    public DurableFacts known() {
      throw new IllegalStateException("planted");
    }

    @Override
    public CompletionStage<Void> append(List<MasterEvent> facts) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void end() {
      ended.complete(null);
    }
  }

  @Test
  void aTermThatCannotBeginLeavesNothingBehind() throws Exception {
    Senseless claim = new Senseless();
    Leadership leadership = new Leadership();
    CompletableFuture<Void> unable = new CompletableFuture<>();
    leadership.onUnable(() -> unable.complete(null));
    MasterSelf self =
        new MasterSelf(
            "m",
            "10.0.0.1",
            5050,
            "c",
            Instant.EPOCH,
            new TreeMap<>(),
            BuildInfo.load(),
            Optional.empty());
    LeaderTerm term =
        new LeaderTerm(
            self,
            MasterSettings.defaults(),
            () -> CompletableFuture.completedFuture(claim),
            new MasterMetrics(new SimpleMeterRegistry()),
            leadership,
            (info, published) -> () -> {});
    ActorSystem<MasterActor.Command> system = ActorSystem.create(term.behavior(), "term");
    try {
      claim.ended.get(20, TimeUnit.SECONDS);
      unable.get(20, TimeUnit.SECONDS);
      assertThat(leadership.leader()).isEmpty();
    } finally {
      system.terminate();
    }
  }
}
