package io.proffer.sdk.internal.http;

import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.mesos.v1.executor.Protos.Call;

/** Sends the calls of one subscription one after the other, so that they arrive in order. */
final class CallQueue {

  private record Waiting(Call call, AgentClient.Answered answered) {}

  private final AgentClient client;

  // Guarded by this. As long as what the executor tells: the ledger and the callers are bounded.
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean underWay;
  private boolean closed;

  CallQueue(AgentClient client) {
    this.client = client;
  }

  void send(Call call, AgentClient.Answered answered) {
    synchronized (this) {
      waiting.add(new Waiting(call, answered));
    }
    sendNext();
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
    }
    var unused = client.send(next.call(), next.answered()).thenRun(this::answered);
  }

  private void answered() {
    synchronized (this) {
      underWay = false;
    }
    sendNext();
  }
}
