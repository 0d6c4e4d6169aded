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

/**
 * Holds a master's effects back until the durable facts before them are kept. Effects leave in the
 * order they were decided.
 */
final class Outflow {
  private final Registry registry;
  private final Consumer<Runnable> later;
  private final Consumer<MasterEffect> perform;
  private final Consumer<Throwable> cannotKeep;
  private final Queue<Held> held = new ArrayDeque<>();

  private record Held(CompletableFuture<Void> kept, List<MasterEffect> effects) {}

  Outflow(
      Registry registry,
      Consumer<Runnable> later,
      Consumer<MasterEffect> perform,
      Consumer<Throwable> cannotKeep) {
    this.registry = registry;
    this.later = later;
    this.perform = perform;
    this.cannotKeep = cannotKeep;
  }

  void add(Decision decision) {
    List<MasterEvent> durable = decision.events().stream().filter(MasterEvent::durable).toList();
    CompletableFuture<Void> kept =
        durable.isEmpty()
            ? CompletableFuture.completedFuture(null)
            : registry.append(durable).toCompletableFuture();
    held.add(new Held(kept, decision.effects()));
    if (kept.isDone()) {
      release();
    } else {
      // A step of its own: what is thrown inside a future's callback would be lost.
      var unused = kept.whenComplete((nothing, failure) -> later.accept(this::release));
    }
  }

  private void release() {
    while (!held.isEmpty() && held.element().kept().isDone()) {
      Held next = held.remove();
      if (next.kept().isCompletedExceptionally()) {
        cannotKeep.accept(next.kept().exceptionNow());
        return;
      }
      next.effects().forEach(perform);
    }
  }
}
