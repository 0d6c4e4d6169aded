package io.proffer.master.actor;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client. The deciding thread fills it without ever waiting; the
 * connection's stage ({@link OutboxSource}) drains it as fast as the client reads. It is bounded in
 * bytes: a client that does not keep up is lost, which costs it its connection and nobody else
 * anything. Thread-safe.
 */
public final class Outbox<T> {

  /** How a client came to be lost. */
  public enum Loss {
    /** It closed its connection. */
    GONE,
    /** It did not keep up with what it was told. */
    SLOW,
    /** It was sent away. */
    REFUSED
  }

  private enum State {
    OPEN,
    /** Nothing more comes; what is there is still written. */
    ENDED,
    /** The client is lost; what was there is dropped. */
    LOST
  }

  private final int maxBytes;
  private final ToIntFunction<? super T> sizeOf;
  private final Consumer<Loss> onLost;

  private final ArrayDeque<T> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private State state = State.OPEN;
  private Runnable wakeReader = Outbox::wakeNobody;
  private boolean opened;
  private boolean readerWaits;
  private Loss loss = Loss.GONE;
  private String lossReason = "";

  /**
   * @param maxBytes how much may wait; a single larger message is taken when nothing else waits
   * @param sizeOf the approximate size of a message on the wire
   * @param onLost told once if the client is lost before {@link #end}
   */
  public Outbox(int maxBytes, ToIntFunction<? super T> sizeOf, Consumer<Loss> onLost) {
    this.maxBytes = maxBytes;
    this.sizeOf = sizeOf;
    this.onLost = onLost;
  }

  /** Puts a message behind the others; drops it when the outbox has ended or its client is lost. */
  public void offer(T message) {
    put(message).run();
  }

  /**
   * As {@link #offer}, but lets the reader sleep.
   *
   * @return wakes the reader: to be run when all is put that may go in one piece
   */
  public Runnable put(T message) {
    int size = sizeOf.applyAsInt(message);
    Runnable wake;
    boolean overflow;
    synchronized (this) {
      if (state != State.OPEN) {
        return Outbox::wakeNobody;
      }
      overflow = waitingBytes + size > maxBytes && !waiting.isEmpty();
      if (!overflow) {
        waiting.add(message);
        waitingBytes += size;
      }
      wake = readerWaits ? takeWake() : Outbox::wakeNobody;
    }
    if (overflow) {
      end(
          Loss.SLOW,
          "the client does not read its stream: %d bytes wait for it".formatted(waitingBytes()));
    }
    return wake;
  }

  /** Nothing more is offered; the client is let go when it has read what is there. */
  public void end() {
    Runnable wake;
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      state = State.ENDED;
      wake = takeWake();
    }
    wake.run();
  }

  /** The client must go; it is told no more. */
  public void refuse(String reason) {
    end(Loss.REFUSED, reason);
  }

  /** The client closed its connection. */
  public void gone() {
    end(Loss.GONE, "the client closed the connection");
  }

  private void end(Loss how, String reason) {
    Runnable wake;
    boolean first;
    synchronized (this) {
      first = state == State.OPEN;
      if (state != State.LOST) {
        state = State.LOST;
        loss = how;
        lossReason = reason;
        waiting.clear();
        waitingBytes = 0;
      }
      wake = takeWake();
    }
    wake.run();
    if (first) {
      onLost.accept(how);
    }
  }

  /** Whether what is offered is taken: it has not ended, and its client is not lost. */
  public synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  public synchronized long waitingBytes() {
    return waitingBytes;
  }

  /** Whether nothing is offered any more: it has ended, or its client is lost. */
  synchronized boolean closed() {
    return state != State.OPEN;
  }

  /** Whether a connection has begun to drain it. */
  public synchronized boolean opened() {
    return opened;
  }

  // ---- the reader's side

  /** The one reader says how it is woken; it is woken only after {@link #next} gave it nothing. */
  synchronized void open(Runnable wake) {
    opened = true;
    wakeReader = wake;
  }

  /** The next message; null when none is there now, upon which the reader is woken at a change. */
  synchronized @Nullable T next() {
    T message = waiting.poll();
    if (message == null) {
      readerWaits = true;
    } else {
      waitingBytes -= sizeOf.applyAsInt(message);
    }
    return message;
  }

  /** What the client is to be told for a farewell; empty while it is not lost, or is gone. */
  synchronized Optional<String> lossReason() {
    return state == State.LOST && loss != Loss.GONE ? Optional.of(lossReason) : Optional.empty();
  }

  /** Whether nothing will ever be read any more, and nobody is to be told why. */
  synchronized boolean over() {
    return switch (state) {
      case OPEN -> false;
      case ENDED -> waiting.isEmpty();
      case LOST -> loss == Loss.GONE;
    };
  }

  private static void wakeNobody() {}

  private Runnable takeWake() {
    readerWaits = false;
    return wakeReader;
  }
}
