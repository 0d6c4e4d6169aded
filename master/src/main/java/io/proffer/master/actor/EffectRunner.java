package io.proffer.master.actor;

import io.proffer.master.kernel.CallOutcome;
import io.proffer.master.kernel.MasterEffect;
import io.proffer.master.kernel.RequestId;
import io.proffer.master.kernel.TimerKey;
import io.proffer.master.state.AgentLink;
import io.proffer.master.state.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Performs what the kernel decided and decides nothing. It knows who waits for an answer, which
 * streams and connections are open, and which timers run. Belongs to the deciding thread.
 */
final class EffectRunner {

  private final MasterMetrics metrics;
  private final TimerQueue timers = new TimerQueue();
  private final Map<RequestId, Caller> unanswered = new HashMap<>();
  private final Map<StreamId, Outbox<Event>> streams = new HashMap<>();
  private final Map<Long, AgentConnection> connections = new HashMap<>();
  private final ArrayList<Runnable> wakes = new ArrayList<>();
  private final ArrayList<Answered> subscribed = new ArrayList<>();
  private final ArrayList<Answered> answers = new ArrayList<>();
  private boolean beginsAnew;

  /**
   * Who waits for an answer, and the stream that exists if the answer is {@link
   * CallOutcome.Subscribed}.
   */
  private record Caller(CompletableFuture<CallOutcome> answer, Optional<Outbox<Event>> stream) {}

  private record Answered(CompletableFuture<CallOutcome> caller, CallOutcome outcome) {
    void give() {
      caller.complete(outcome);
    }
  }

  EffectRunner(MasterMetrics metrics) {
    this.metrics = metrics;
  }

  /** Somebody waits for the answer to a request that is put to the kernel next. */
  void expectAnswer(RequestId request, CompletableFuture<CallOutcome> answer) {
    unanswered.put(request, new Caller(answer, Optional.empty()));
  }

  /** As {@link #expectAnswer}, for a request that may open a stream. */
  void expectSubscription(
      RequestId request, CompletableFuture<CallOutcome> answer, Outbox<Event> stream) {
    unanswered.put(request, new Caller(answer, Optional.of(stream)));
  }

  void opened(AgentConnection connection) {
    connections.put(connection.id(), connection);
  }

  void lost(StreamId stream) {
    streams.remove(stream);
  }

  void lostConnection(long connection) {
    connections.remove(connection);
  }

  TimerQueue timers() {
    return timers;
  }

  /** Whether this term is to end, and another one to begin: nothing is performed after that. */
  boolean beginsAnew() {
    return beginsAnew;
  }

  /**
   * Performs what was decided in one go, in that order. Whoever is told something is woken when all
   * is said, so that what goes to one client goes in one piece: first who begins to listen, then
   * who has listened, and at last who only waits for an answer.
   */
  void perform(List<MasterEffect> effects, long nowNanos) {
    for (MasterEffect effect : effects) {
      if (!beginsAnew) {
        perform(effect, nowNanos);
      }
    }
    subscribed.forEach(Answered::give);
    subscribed.clear();
    wakes.forEach(Runnable::run);
    wakes.clear();
    answers.forEach(Answered::give);
    answers.clear();
  }

  private void perform(MasterEffect effect, long nowNanos) {
    switch (effect) {
      case MasterEffect.Answer e -> answer(e.request(), e.outcome());
      case MasterEffect.SendEvent e -> send(e.stream(), e.event());
      case MasterEffect.CloseStream e -> close(e.stream());
      case MasterEffect.SendToAgent e -> sendToAgent(e);
      case MasterEffect.CloseLink e -> close(e.link());
      case MasterEffect.BeginAnew e -> beginsAnew = true;
      case MasterEffect.StartTimer e -> start(e.key(), nowNanos + e.delay().toNanos());
      case MasterEffect.CancelTimer e -> timers.cancel(e.key());
    }
  }

  private void answer(RequestId request, CallOutcome outcome) {
    Caller caller = unanswered.remove(request);
    if (caller == null) {
      return;
    }
    Answered answered = new Answered(caller.answer(), outcome);
    if (outcome instanceof CallOutcome.Subscribed opens) {
      caller.stream().ifPresent(outbox -> streams.put(opens.stream(), outbox));
      subscribed.add(answered);
    } else {
      answers.add(answered);
    }
  }

  private void send(StreamId stream, Event event) {
    Outbox<Event> outbox = streams.get(stream);
    if (outbox != null) {
      metrics.sent(event.getType());
      wakes.add(outbox.put(event));
    }
  }

  private void close(StreamId stream) {
    Outbox<Event> outbox = streams.remove(stream);
    if (outbox != null) {
      wakes.add(outbox::end);
    }
  }

  private void sendToAgent(MasterEffect.SendToAgent effect) {
    AgentConnection connection = connections.get(effect.link().connection());
    if (connection != null) {
      wakes.add(connection.say(effect.link().channel(), effect.message()));
    }
  }

  private void close(AgentLink link) {
    AgentConnection connection = connections.get(link.connection());
    if (connection != null && connection.closeChannel(link.channel())) {
      connections.remove(link.connection());
    }
  }

  private void start(TimerKey key, long atNanos) {
    timers.start(key, atNanos);
  }

  /** This master leads no more: whoever waits is told so, and everybody is let go. */
  void abandonAll(String reason) {
    CallOutcome refusal = new CallOutcome.Refused(503, reason);
    List.copyOf(unanswered.values()).forEach(caller -> caller.answer().complete(refusal));
    List.copyOf(streams.values()).forEach(Outbox::end);
    List.copyOf(connections.values()).forEach(connection -> connection.outbox().end());
    unanswered.clear();
    streams.clear();
    connections.clear();
  }
}
