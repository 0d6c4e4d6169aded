package io.proffer.sdk.internal.http;

import io.proffer.sdk.internal.DriverEffect;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Sends the calls of one stream, at most so many at a time; with one at a time they arrive in
 * order. The driver's thread waits when very many calls do, and so reads no further events that
 * would cause more.
 */
final class CallLane {

  private static final int MAX_WAITING_CALLS = 10_000;

  private final int parallel;
  private final Function<DriverEffect.Send, CompletableFuture<Void>> post;
  private final Semaphore room = new Semaphore(MAX_WAITING_CALLS);

  // Guarded by this.
  private final Queue<DriverEffect.Send> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean closed;

  /**
   * @param post sends one call; completes, never exceptionally, when it is answered or has failed
   */
  CallLane(int parallel, Function<DriverEffect.Send, CompletableFuture<Void>> post) {
    this.parallel = parallel;
    this.post = post;
  }

  void send(DriverEffect.Send call) {
    room.acquireUninterruptibly();
    synchronized (this) {
      waiting.add(call);
    }
    sendNext();
  }

  /** Calls that wait are dropped. */
  synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private void sendNext() {
    DriverEffect.Send call;
    synchronized (this) {
      if (closed || waiting.isEmpty() || underWay == parallel) {
        return;
      }
      underWay++;
      call = waiting.remove();
    }
    var unused = post.apply(call).thenRun(this::answered);
  }

  private void answered() {
    synchronized (this) {
      underWay--;
    }
    room.release();
    sendNext();
  }
}
