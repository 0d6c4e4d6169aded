package io.proffer.sdk.testkit.node;

import io.proffer.master.kernel.Decision;
import io.proffer.master.kernel.MasterEffect;
import io.proffer.master.registry.Registry;
import io.proffer.master.state.MasterEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a master's effects back until the durable facts before them are kept. Effects leave in the
 * order they were decided.
 */
final class Outflow {
  private final Registry.Claim registry;
  private final Consumer<Runnable> later;
  private final Consumer<MasterEffect> perform;
  private final Consumer<Throwable> cannotKeep;
  private final Queue<Held> held = new ArrayDeque<>();

  private record Held(CompletableFuture<Void> kept, List<MasterEffect> effects) {
    boolean isKept() {
      return kept.isDone() && !kept.isCompletedExceptionally();
    }
  }

  Outflow(
      Registry.Claim registry,
      Consumer<Runnable> later,
      Consumer<MasterEffect> perform,
      Consumer<Throwable> cannotKeep) {
    this.registry = registry;
    this.later = later;
    this.perform = perform;
    this.cannotKeep = cannotKeep;
  }

  void add(Decision decision) {
    List<MasterEvent> recorded = decision.events().stream().filter(MasterEvent::recorded).toList();
    CompletableFuture<Void> kept =
        recorded.isEmpty()
            ? CompletableFuture.completedFuture(null)
            : registry.append(recorded).toCompletableFuture();
    boolean first = recorded.stream().anyMatch(MasterEvent::durable);
    held.add(new Held(first ? kept : CompletableFuture.completedFuture(null), decision.effects()));
    if (!kept.isDone()) {
      // A step of its own: what is thrown inside a future's callback would be lost.
      var unused = kept.whenComplete((nothing, failure) -> later.accept(() -> over(kept, failure)));
    }
    release();
  }

  private void over(CompletableFuture<Void> write, @Nullable Throwable failure) {
    if (failure == null) {
      release();
    } else {
      cannotKeep.accept(write.exceptionNow());
    }
  }

  private void release() {
    while (!held.isEmpty() && held.element().isKept()) {
      held.remove().effects().forEach(perform);
    }
  }
}
