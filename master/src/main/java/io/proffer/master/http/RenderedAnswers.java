package io.proffer.master.http;

import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.ReadModel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers that cost something to render, kept until something happens. Of each answer one is
 * rendered at a time, whoever asks meanwhile gets the next: readers cost the same however many
 * there are. A reader never gets an answer older than its question. Thread-safe.
 */
final class RenderedAnswers {

  private final ReadModel reads;
  private final Executor renderers;
  private final Map<Object, Slot> slots = new ConcurrentHashMap<>();

  RenderedAnswers(ReadModel reads, Executor renderers) {
    this.reads = reads;
    this.renderers = renderers;
  }

  /**
   * @param what names the answer; of few values, as each keeps its last answer
   */
  CompletionStage<Rendered> get(Object what, Function<MasterSnapshot, byte[]> renderer) {
    return slots.computeIfAbsent(what, key -> new Slot(renderer)).get();
  }

  /** An answer that is not worth keeping: to a question nobody else is likely to ask. */
  CompletionStage<Rendered> once(Function<MasterSnapshot, byte[]> renderer) {
    return reads
        .snapshot()
        .thenApplyAsync(snapshot -> new Rendered(renderer.apply(snapshot)), renderers);
  }

  private final class Slot {

    private final Function<MasterSnapshot, byte[]> renderer;
    private long version = -1;
    private @Nullable Rendered latest;
    private @Nullable CompletableFuture<Rendered> running;
    private @Nullable CompletableFuture<Rendered> next;

    Slot(Function<MasterSnapshot, byte[]> renderer) {
      this.renderer = renderer;
    }

    synchronized CompletionStage<Rendered> get() {
      Rendered known = latest;
      if (known != null && version == reads.version()) {
        return CompletableFuture.completedFuture(known);
      }
      if (running == null) {
        return run();
      }
      CompletableFuture<Rendered> waiting = next;
      if (waiting == null) {
        waiting = new CompletableFuture<>();
        next = waiting;
      }
      return waiting;
    }

    private CompletableFuture<Rendered> run() {
      CompletableFuture<Rendered> started = new CompletableFuture<>();
      running = started;
      reads
          .snapshot()
          .thenApplyAsync(this::render, renderers)
          .whenComplete((rendered, failure) -> done(started, rendered, failure));
      return started;
    }

    private Rendered render(MasterSnapshot snapshot) {
      synchronized (this) {
        if (latest != null && version == snapshot.version()) {
          return latest;
        }
      }
      Rendered rendered = new Rendered(renderer.apply(snapshot));
      synchronized (this) {
        latest = rendered;
        version = snapshot.version();
      }
      return rendered;
    }

    private void done(
        CompletableFuture<Rendered> started,
        @Nullable Rendered rendered,
        @Nullable Throwable failure) {
      synchronized (this) {
        running = null;
        CompletableFuture<Rendered> waiting = next;
        next = null;
        if (waiting != null) {
          var unused = run().whenComplete((answer, broken) -> complete(waiting, answer, broken));
        }
      }
      complete(started, rendered, failure);
    }

    private static void complete(
        CompletableFuture<Rendered> future,
        @Nullable Rendered rendered,
        @Nullable Throwable failure) {
      if (rendered != null) {
        future.complete(rendered);
      } else {
        future.completeExceptionally(
            failure == null ? new IllegalStateException("nothing rendered") : failure);
      }
    }
  }
}
