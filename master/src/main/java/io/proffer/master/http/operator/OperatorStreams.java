package io.proffer.master.http.operator;

import akka.actor.Cancellable;
import akka.actor.typed.Scheduler;
import io.proffer.master.actor.MasterSnapshot;
import io.proffer.master.actor.Outbox;
import io.proffer.master.actor.ReadModel;
import io.proffer.master.state.Framework;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.mesos.v1.master.Protos.Event;
import scala.concurrent.ExecutionContext;

/**
 * The operators that listen to what happens, during one term. A subscriber first gets everything
 * there is, then all that changes, in order, without a gap. Thread-safe.
 */
public final class OperatorStreams implements ReadModel.Observer {

  /** As Mesos: of more subscribers the oldest is let go. */
  private static final int MAX_SUBSCRIBERS = 1000;

  private static final int MAX_STREAM_BYTES = 16 << 20;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final ReadModel reads;
  private final Scheduler scheduler;
  private final ExecutionContext executor;
  private final Map<Outbox<OperatorRecord>, Cancellable> heartbeats = new ConcurrentHashMap<>();

  /** Oldest first; of the read model's thread. */
  private final ArrayDeque<Outbox<OperatorRecord>> subscribers = new ArrayDeque<>();

  /** Whether the term is; of the read model's thread. */
  private boolean over;

  /** The framework that the fact being applied begins or ends; of the read model's thread. */
  private Optional<Framework> frameworkBefore = Optional.empty();

  public OperatorStreams(ReadModel reads, Scheduler scheduler, ExecutionContext executor) {
    this.reads = reads;
    this.scheduler = scheduler;
    this.executor = executor;
    reads.observe(this);
  }

  /** A new subscriber; whoever drains the outbox gets its stream. */
  public Outbox<OperatorRecord> subscribe() {
    List<Outbox<OperatorRecord>> self = new ArrayList<>(1);
    Outbox<OperatorRecord> outbox =
        new Outbox<>(MAX_STREAM_BYTES, OperatorRecord::size, loss -> self.forEach(this::forget));
    self.add(outbox);
    reads.between(snapshot -> begin(outbox, snapshot));
    return outbox;
  }

  /** How many listen. */
  public int size() {
    return heartbeats.size();
  }

  /** It is one of the subscribers before it hears anything, and none when it has gone already. */
  private void begin(Outbox<OperatorRecord> outbox, MasterSnapshot snapshot) {
    if (over) {
      outbox.end();
      return;
    }
    OperatorRecord heartbeat = OperatorRecord.of(OperatorEvents.heartbeat());
    add(outbox, heartbeat);
    outbox.offer(OperatorRecord.lazily(() -> OperatorEvents.subscribed(snapshot, HEARTBEAT)));
    outbox.offer(heartbeat);
    if (!outbox.isOpen()) {
      forget(outbox); // it may have been lost when there was nothing to forget yet
    }
  }

  private void add(Outbox<OperatorRecord> outbox, OperatorRecord heartbeat) {
    subscribers.removeIf(subscriber -> !heartbeats.containsKey(subscriber));
    if (subscribers.size() >= MAX_SUBSCRIBERS) {
      letGo(subscribers.removeFirst());
    }
    subscribers.add(outbox);
    heartbeats.put(
        outbox,
        scheduler.scheduleAtFixedRate(
            HEARTBEAT, HEARTBEAT, () -> outbox.offer(heartbeat), executor));
  }

  private void letGo(Outbox<OperatorRecord> outbox) {
    forget(outbox);
    outbox.end();
  }

  private void forget(Outbox<OperatorRecord> outbox) {
    Cancellable heartbeat = heartbeats.remove(outbox);
    if (heartbeat != null) {
      heartbeat.cancel();
    }
  }

  @Override
  public void before(MasterState before, MasterEvent fact) {
    frameworkBefore = OperatorEvents.framework(fact).flatMap(before::framework);
  }

  @Override
  public void after(MasterState after, MasterEvent fact) {
    if (!heartbeats.isEmpty()) {
      OperatorEvents.of(after, fact, frameworkBefore).ifPresent(this::tell);
    }
  }

  private void tell(Event event) {
    OperatorRecord told = OperatorRecord.of(event);
    subscribers.forEach(subscriber -> subscriber.offer(told));
  }

  @Override
  public void ended() {
    over = true;
    subscribers.forEach(this::letGo);
    subscribers.clear();
  }
}
