package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.proffer.master.kernel.CallOutcome;
import io.proffer.master.kernel.MasterEffect;
import io.proffer.master.kernel.RequestId;
import io.proffer.master.state.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

class EffectRunnerTest {

  private static final StreamId NEW = new StreamId("new");
  private static final StreamId OLD = new StreamId("old");

  private final EffectRunner effects =
      new EffectRunner(new MasterMetrics(new SimpleMeterRegistry()));
  private final Outbox<Event> newStream = outbox();
  private final Outbox<Event> oldStream = outbox();
  private final List<String> told = new ArrayList<>();

  @Test
  void aStreamBeginsWithAllThereIsToSay() {
    RequestId request = new RequestId(1);
    effects.expectSubscription(request, answerThat(() -> readAll("new", newStream)), newStream);

    effects.perform(
        List.of(
            new MasterEffect.Answer(request, new CallOutcome.Subscribed(NEW)),
            send(NEW, Event.Type.SUBSCRIBED),
            send(NEW, Event.Type.HEARTBEAT)),
        0);

    assertThat(told).containsExactly("new: SUBSCRIBED", "new: HEARTBEAT");
  }

  @Test
  void whoBeginsToListenIsToldBeforeWhoHasListened() {
    givenAStream(OLD, oldStream, "old");
    RequestId request = new RequestId(2);
    effects.expectSubscription(request, answerThat(() -> readAll("new", newStream)), newStream);

    effects.perform(
        List.of(
            send(OLD, Event.Type.ERROR),
            new MasterEffect.CloseStream(OLD),
            new MasterEffect.Answer(request, new CallOutcome.Subscribed(NEW)),
            send(NEW, Event.Type.SUBSCRIBED)),
        0);

    assertThat(told).containsExactly("new: SUBSCRIBED", "old: ERROR", "old is over");
  }

  @Test
  void whoListensIsWokenOnceForAllAndBeforeWhoWaitsForAnAnswer() {
    givenAStream(OLD, oldStream, "old");
    RequestId request = new RequestId(2);
    effects.expectAnswer(request, answerThat(() -> told.add("answer")));

    effects.perform(
        List.of(
            new MasterEffect.Answer(request, new CallOutcome.Accepted()),
            send(OLD, Event.Type.RESCIND),
            send(OLD, Event.Type.OFFERS)),
        0);

    assertThat(told).containsExactly("old: RESCIND", "old: OFFERS", "answer");
  }

  @Test
  void nothingIsDoneAfterATermThatBeginsAnew() {
    RequestId before = new RequestId(1);
    RequestId after = new RequestId(2);
    effects.expectAnswer(before, answerThat(() -> told.add("before")));
    effects.expectAnswer(after, answerThat(() -> told.add("after")));

    effects.perform(
        List.of(
            new MasterEffect.Answer(before, new CallOutcome.Accepted()),
            new MasterEffect.BeginAnew(),
            new MasterEffect.Answer(after, new CallOutcome.Accepted())),
        0);

    assertThat(effects.beginsAnew()).isTrue();
    assertThat(told).containsExactly("before");
  }

  private void givenAStream(StreamId stream, Outbox<Event> outbox, String name) {
    RequestId request = new RequestId(1);
    effects.expectSubscription(request, new CompletableFuture<>(), outbox);
    effects.perform(
        List.of(new MasterEffect.Answer(request, new CallOutcome.Subscribed(stream))), 0);
    outbox.open(() -> readAll(name, outbox));
    readAll(name, outbox);
  }

  private void readAll(String name, Outbox<Event> outbox) {
    Optional<Event> next = Optional.ofNullable(outbox.next());
    while (next.isPresent()) {
      told.add(name + ": " + next.get().getType());
      next = Optional.ofNullable(outbox.next());
    }
    if (outbox.over()) {
      told.add(name + " is over");
    }
  }

  private static CompletableFuture<CallOutcome> answerThat(Runnable does) {
    CompletableFuture<CallOutcome> answer = new CompletableFuture<>();
    var unused = answer.thenRun(does);
    return answer;
  }

  private static MasterEffect send(StreamId stream, Event.Type type) {
    return new MasterEffect.SendEvent(stream, Event.newBuilder().setType(type).build());
  }

  private static Outbox<Event> outbox() {
    return new Outbox<>(1 << 20, Event::getSerializedSize, loss -> {});
  }
}
