package io.proffer.sdk.internal;

import com.google.protobuf.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.OfferId;
import io.proffer.core.model.TaskId;
import io.proffer.core.time.Ticker;
import io.proffer.sdk.Driver;
import io.proffer.sdk.OfferView;
import io.proffer.sdk.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The driver as schedulers see it: each request becomes an {@link Action}. */
final class ActionDriver implements Driver {

  private final Ticker clock;
  private final Consumer<Action> sink;
  private final Map<Long, Runnable> code = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private volatile Optional<FrameworkId> id;

  ActionDriver(Optional<FrameworkId> stored, Ticker clock, Consumer<Action> sink) {
    this.id = stored;
    this.clock = clock;
    this.sink = sink;
  }

  void subscribedAs(FrameworkId framework) {
    id = Optional.of(framework);
  }

  void run(long number) {
    Runnable what = code.remove(number);
    if (what != null) {
      what.run();
    }
  }

  @Override
  public Optional<FrameworkId> frameworkId() {
    return id;
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public void kill(TaskId task) {
    sink.accept(new Action.Kill(task, Optional.empty()));
  }

  @Override
  public void kill(TaskId task, Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException(
          "the grace to end task " + task + " is negative: " + grace);
    }
    sink.accept(new Action.Kill(task, Optional.of(grace)));
  }

  @Override
  public void release(OfferView offer) {
    List<OfferId> id = List.of(offer.id());
    sink.accept(
        offer.operations().isEmpty()
            ? new Action.Decline(id, offer.refusal().orElse(Duration.ZERO))
            : new Action.Accept(id, offer.operations()));
  }

  @Override
  public void hold(TaskUpdate update) {
    sink.accept(new Action.HoldUpdate(update.status()));
  }

  @Override
  public void release(TaskUpdate update) {
    sink.accept(new Action.Acknowledge(update.status()));
  }

  @Override
  public void revive() {
    sink.accept(new Action.Revive());
  }

  @Override
  public void roles(Collection<String> roles) {
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a framework has at least one role");
    }
    sink.accept(new Action.Roles(List.copyOf(roles)));
  }

  @Override
  public void reconcile(Map<TaskId, Optional<AgentId>> tasks) {
    if (!tasks.isEmpty()) { // An empty RECONCILE would ask for all tasks.
      sink.accept(new Action.Reconcile(new LinkedHashMap<>(tasks)));
    }
  }

  @Override
  public void reconcileAll() {
    sink.accept(new Action.ReconcileAll());
  }

  @Override
  public void reconcileOperations(Map<String, Optional<AgentId>> operations) {
    if (!operations.isEmpty()) {
      sink.accept(new Action.ReconcileOperations(new LinkedHashMap<>(operations)));
    }
  }

  @Override
  public void acceptInverse(OfferId offer, Duration again) {
    sink.accept(new Action.AnswerInverse(offer, true, again));
  }

  @Override
  public void declineInverse(OfferId offer, Duration again) {
    sink.accept(new Action.AnswerInverse(offer, false, again));
  }

  @Override
  public void send(AgentId agent, ExecutorId executor, ByteString data) {
    sink.accept(new Action.Message(agent, executor, data));
  }

  @Override
  public void shutdown(AgentId agent, ExecutorId executor) {
    sink.accept(new Action.ShutdownExecutor(agent, executor));
  }

  @Override
  public void execute(Runnable what) {
    var unused = schedule(Duration.ZERO, what);
  }

  @Override
  public Runnable schedule(Duration delay, Runnable what) {
    long number = numbers.incrementAndGet();
    code.put(number, what);
    sink.accept(new Action.RunAfter(number, delay));
    return () -> {
      if (code.remove(number) != null) {
        sink.accept(new Action.CancelRun(number));
      }
    };
  }

  @Override
  public void stop() {
    sink.accept(new Action.Stop());
  }

  @Override
  public void teardown() {
    sink.accept(new Action.Teardown(Optional.empty()));
  }

  @Override
  public void fail(String reason) {
    sink.accept(new Action.Teardown(Optional.of(reason)));
  }
}
