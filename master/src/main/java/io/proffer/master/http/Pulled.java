package io.proffer.master.http;

import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of Akka's whose elements are taken one by one. Of one thread, but for the wake-up.
 *
 * @param <T> what it carries
 */
public final class Pulled<T> {

  private final SinkQueueWithCancel<T> queue;
  private final Runnable wake;
  private @Nullable CompletableFuture<Optional<T>> asked;
  private boolean over;
  private Optional<String> failure = Optional.empty();

  private Pulled(SinkQueueWithCancel<T> queue, Runnable wake) {
    this.queue = queue;
    this.wake = wake;
  }

  /**
   * Begins to run a stream.
   *
   * @param wake run when there may be more after {@link #next} gave null
   */
  static <T> Pulled<T> run(Source<T, ?> source, Materializer materializer, Runnable wake) {
    return of(source.runWith(Sink.queue(1), materializer), wake);
  }

  /** What takes the elements of a stream that runs. */
  public static <T> Pulled<T> of(SinkQueueWithCancel<T> queue, Runnable wake) {
    return new Pulled<>(queue, wake);
  }

  /** The next element; null when none is there now. */
  public @Nullable T next() {
    if (over || failure.isPresent()) {
      return null;
    }
    CompletableFuture<Optional<T>> next = asked;
    if (next == null) {
      next = queue.pull().toCompletableFuture();
      asked = next;
      if (!next.isDone()) {
        var unused = next.whenComplete((element, broken) -> wake.run());
        return null;
      }
    }
    return next.isDone() ? take(next) : null;
  }

  private @Nullable T take(CompletableFuture<Optional<T>> done) {
    asked = null;
    try {
      Optional<T> element = done.join();
      over = element.isEmpty();
      return element.orElse(null);
    } catch (CompletionException e) {
      failure = Optional.of(String.valueOf(e.getCause()));
      return null;
    }
  }

  /** Whether the stream has ended as it should. */
  public boolean over() {
    return over;
  }

  /** Why it has ended otherwise. */
  public Optional<String> failure() {
    return failure;
  }

  /** Nobody takes any more. */
  public void cancel() {
    queue.cancel();
  }
}
