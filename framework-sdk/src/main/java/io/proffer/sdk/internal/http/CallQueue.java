package io.proffer.sdk.internal.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.executor.Protos.Call;

/** Sends the calls of one subscription one after the other, so that they arrive in order. */
final class CallQueue {

  /** More messages than this do not wait: an agent that is slow costs the executor no memory. */
  static final int MOST_MESSAGES = 1_000;

  /** How a call goes to the agent; completes, never exceptionally, when it was answered. */
  interface Way {

    CompletableFuture<Void> send(Call call, AgentClient.Answered answered);
  }

  private record Waiting(Call call, AgentClient.Answered answered) {}

  private final Way way;

  // Guarded by this. Updates are as many as the ledger has, messages are counted.
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private int messages;
  private boolean underWay;
  private boolean closed;

  CallQueue(Way way) {
    this.way = way;
  }

  /**
   * @return whether the call was taken; only a message may not be
   */
  boolean send(Call call, AgentClient.Answered answered) {
    synchronized (this) {
      if (isMessage(call)) {
        if (messages == MOST_MESSAGES) {
          return false;
        }
        messages++;
      }
      waiting.add(new Waiting(call, answered));
    }
    sendNext();
    return true;
  }

  /** Calls that wait are dropped. */
  synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private void sendNext() {
    Waiting next;
    synchronized (this) {
      if (closed || underWay || waiting.isEmpty()) {
        return;
      }
      underWay = true;
      next = waiting.remove();
      if (isMessage(next.call())) {
        messages--;
      }
    }
    var unused = way.send(next.call(), next.answered()).thenRun(this::answered);
  }

  private void answered() {
    synchronized (this) {
      underWay = false;
    }
    sendNext();
  }

  private static boolean isMessage(Call call) {
    return call.getType() == Call.Type.MESSAGE;
  }
}
