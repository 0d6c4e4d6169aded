package io.proffer.simulator;

import io.proffer.master.registry.Registry;
import io.proffer.master.registry.ReplayedRegistry;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.Retention;
import io.proffer.sdk.testkit.engine.Draws;
import io.proffer.sdk.testkit.engine.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A registry that survives its masters, takes its time, and now and then fails: what could not be
 * written is there all the same, or not. Of a master that leads no more it takes nothing.
 */
final class SlowRegistry implements Registry {
  private final Timeline timeline;
  private final Draws draws;
  private final Duration maxDelay;
  private final Coverage coverage;
  private final ReplayedRegistry content;
  private double failureChance;
  private long epoch;

  SlowRegistry(
      Timeline timeline,
      Draws draws,
      Duration maxDelay,
      double failureChance,
      Retention retention,
      Coverage coverage) {
    this.timeline = timeline;
    this.draws = draws;
    this.maxDelay = maxDelay;
    this.failureChance = failureChance;
    this.content = new ReplayedRegistry(retention);
    this.coverage = coverage;
  }

  /** From now on every write succeeds. */
  void recover() {
    failureChance = 0;
  }

  @Override
  public CompletionStage<Claim> claim() {
    return CompletableFuture.completedFuture(new SlowClaim(++epoch, content.read()));
  }

  private final class SlowClaim implements Claim {
    private final long ownEpoch;
    private final DurableFacts known;
    private Instant lastDone = timeline.now();
    private boolean broken;

    private SlowClaim(long ownEpoch, DurableFacts known) {
      this.ownEpoch = ownEpoch;
      this.known = known;
    }

    @Override
    public DurableFacts known() {
      return known;
    }

    /** One write is done after the other. */
    @Override
    public CompletionStage<Void> append(List<MasterEvent> facts) {
      CompletableFuture<Void> kept = new CompletableFuture<>();
      boolean fails = draws.chance(failureChance);
      Instant done = timeline.now().plus(draws.between(Duration.ZERO, maxDelay));
      lastDone = done.isBefore(lastDone) ? lastDone : done;
      timeline.after(Duration.between(timeline.now(), lastDone), () -> finish(facts, kept, fails));
      return kept;
    }

    private void finish(List<MasterEvent> facts, CompletableFuture<Void> kept, boolean fails) {
      boolean fenced = ownEpoch != epoch || broken;
      if (!fenced && !(fails && failureChance > 0)) {
        content.append(facts);
        kept.complete(null);
        return;
      }
      if (!fenced) {
        coverage.choice(Fault.REGISTRY_WRITE_FAILS);
        if (draws.chance(0.5)) {
          content.append(facts);
        }
      }
      broken = true;
      kept.completeExceptionally(new IOException("the registry cannot be written"));
    }

    @Override
    public void end() {}
  }
}
