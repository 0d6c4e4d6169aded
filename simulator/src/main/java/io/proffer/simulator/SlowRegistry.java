package io.proffer.simulator;

import io.proffer.master.registry.Registry;
import io.proffer.master.state.MasterEvent;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A registry that takes its time, and now and then fails. */
final class SlowRegistry implements Registry {
  private final Timeline timeline;
  private final Draws draws;
  private final Duration maxDelay;
  private final Coverage coverage;
  private double failureChance;

  SlowRegistry(
      Timeline timeline, Draws draws, Duration maxDelay, double failureChance, Coverage coverage) {
    this.timeline = timeline;
    this.draws = draws;
    this.maxDelay = maxDelay;
    this.failureChance = failureChance;
    this.coverage = coverage;
  }

  /** From now on every write succeeds. */
  void recover() {
    failureChance = 0;
  }

  @Override
  public CompletionStage<Void> append(List<MasterEvent> durable) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    boolean fails = draws.chance(failureChance);
    Duration delay = draws.between(Duration.ZERO, maxDelay);
    timeline.after(delay, () -> finish(kept, fails));
    return kept;
  }

  private void finish(CompletableFuture<Void> kept, boolean fails) {
    if (fails && failureChance > 0) {
      coverage.choice(Fault.REGISTRY_WRITE_FAILS);
      kept.completeExceptionally(new IOException("the registry cannot be written"));
    } else {
      kept.complete(null);
    }
  }
}
