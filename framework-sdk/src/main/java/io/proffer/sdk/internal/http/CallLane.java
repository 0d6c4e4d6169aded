package io.proffer.sdk.internal.http;

import io.proffer.sdk.internal.DriverEffect;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of one stream, at most so many at a time. They arrive in order, but for those
 * that are of no account to each other: these are under way together. The driver's thread waits
 * when very many calls do, and so reads no further events that would cause more.
 */
final class CallLane {

  private static final int MAX_WAITING_CALLS = 10_000;

  private final int parallel;
  private final Predicate<Call.Type> independent;
  private final Function<DriverEffect.Send, CompletableFuture<Void>> post;
  private final Semaphore room = new Semaphore(MAX_WAITING_CALLS);

  // Guarded by this.
  private final Queue<DriverEffect.Send> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean exclusive;
  private boolean closed;

  /**
   * @param parallel how many of the independent ones are under way at a time
   * @param independent which may overtake each other; of the others each is under way alone
   * @param post sends one call; completes, never exceptionally, when it is answered or has failed
   */
  CallLane(
      int parallel,
      Predicate<Call.Type> independent,
      Function<DriverEffect.Send, CompletableFuture<Void>> post) {
    this.parallel = parallel;
    this.independent = independent;
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
    for (DriverEffect.Send call = next(); call != null; call = next()) {
      var unused = post.apply(call).thenRun(this::answered);
    }
  }

  private synchronized DriverEffect.@Nullable Send next() {
    DriverEffect.Send first = waiting.peek();
    if (closed || first == null || exclusive) {
      return null;
    }
    boolean alone = !independent.test(first.call().getType());
    if (underWay >= (alone ? 1 : parallel)) {
      return null;
    }
    underWay++;
    exclusive = alone;
    return waiting.remove();
  }

  private void answered() {
    synchronized (this) {
      underWay--;
      exclusive = false;
    }
    room.release();
    sendNext();
  }
}
