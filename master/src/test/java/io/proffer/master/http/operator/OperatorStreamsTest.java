package io.proffer.master.http.operator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.proffer.master.actor.Outbox;
import io.proffer.master.actor.OutboxReader;
import io.proffer.master.actor.ReadModel;
import io.proffer.master.kernel.MasterSettings;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorStreamsTest {

  private final ActorSystem<Void> actors = ActorSystem.create(Behaviors.empty(), "operators");
  private final ReadModel reads = new ReadModel(MasterSettings.defaults().retention());
  private final OperatorStreams streams =
      new OperatorStreams(reads, actors.scheduler(), actors.executionContext());

  @AfterEach
  void stop() throws Exception {
    reads.close();
    actors.terminate();
    actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Until what was asked of the read model before is done. */
  private void caughtUp() throws Exception {
    reads.facts().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static Optional<OperatorRecord> next(Outbox<OperatorRecord> outbox) {
    OutboxReader<OperatorRecord, OperatorRecord> reader =
        new OutboxReader<>(outbox, (message, more) -> message);
    return Optional.ofNullable(reader.next());
  }

  @Test
  void aSubscriberIsCountedAndHearsTheStateAndAHeartbeatAtOnce() throws Exception {
    Outbox<OperatorRecord> outbox = streams.subscribe();
    caughtUp();

    assertThat(streams.size()).isEqualTo(1);
    assertThat(next(outbox)).isPresent();
    assertThat(next(outbox)).as("the heartbeat").isPresent();
    assertThat(next(outbox)).isEmpty();

    outbox.gone();
    assertThat(streams.size()).isZero();
  }

  @Test
  void whoGoesBeforeItsStreamBeginsIsNoSubscriber() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    reads.look(state -> await(busy));
    Outbox<OperatorRecord> outbox = streams.subscribe();
    outbox.gone();
    busy.countDown();
    caughtUp();

    assertThat(streams.size()).isZero();
  }

  @Test
  void whoComesWhenTheTermIsOverIsLetGo() throws Exception {
    reads.look(state -> streams.ended());
    Outbox<OperatorRecord> outbox = streams.subscribe();
    caughtUp();

    assertThat(outbox.isOpen()).isFalse();
    assertThat(streams.size()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody went on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
