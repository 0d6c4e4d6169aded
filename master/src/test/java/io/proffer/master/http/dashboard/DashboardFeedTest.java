package io.proffer.master.http.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import io.proffer.core.model.AgentId;
import io.proffer.core.protocol.link.MeasuredUse;
import io.proffer.master.actor.BuildInfo;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.actor.MeasuredUses;
import io.proffer.master.actor.Outbox;
import io.proffer.master.actor.OutboxReader;
import io.proffer.master.actor.ReadModel;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.state.Agent;
import io.proffer.master.state.MasterEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardFeedTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ActorSystem<Void> actors = ActorSystem.create(Behaviors.empty(), "feed");
  private final ReadModel reads = new ReadModel(MasterSettings.defaults().retention());
  private final SaidUses uses = new SaidUses();
  private final DashboardFeed feed =
      new DashboardFeed(
          new MasterSelf(
              "master",
              "10.0.0.1",
              5050,
              "c",
              NOW,
              new TreeMap<>(),
              BuildInfo.load(),
              Optional.empty()),
          "this-term",
          NOW,
          reads,
          new Activity(InstantSource.fixed(NOW)),
          uses,
          InstantSource.fixed(NOW),
          actors.scheduler(),
          Runnable::run);

  @AfterEach
  void stop() throws Exception {
    reads.close();
    actors.terminate();
    actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Even when the summary could be told at once, and the rest only after what is being done. */
  @Test
  void aViewerIsFirstToldWhereItsStreamBegins() throws Exception {
    reads.snapshot().toCompletableFuture().get(10, TimeUnit.SECONDS);
    CountDownLatch busy = new CountDownLatch(1);
    reads.look(state -> await(busy));

    Outbox<ByteString> outbox =
        feed.subscribe(DashboardFeed.Topics.CLUSTER, Optional.of("another-term:17"), false);
    busy.countDown();

    assertThat(first(outbox, 2))
        .satisfiesExactly(
            event -> assertThat(event).startsWith("event: reset\n"),
            event -> assertThat(event).startsWith("event: summary\n"));
  }

  @Test
  void whoAsksForEverythingAndForTheStreamHearsWhatHappensBetweenTheTwo() throws Exception {
    feed.expectViewer();
    reads.look(
        state -> feed.after(state, new MasterEvent.AgentDisconnected(new AgentId("A7"), NOW)));

    Outbox<ByteString> outbox =
        feed.subscribe(DashboardFeed.Topics.CLUSTER, Optional.empty(), false);

    assertThat(until(outbox, event -> event.contains("event: delta\n")))
        .startsWith("event: reset\ndata: {\"term\":\"this-term\",\"version\":0}\n\n")
        .last(InstanceOfAssertFactories.STRING)
        .contains("\"A7\"");
  }

  @Test
  void whatWasToldLastIsToldAgainToWhoBeginsAnew() {
    RecentDeltas recent = new RecentDeltas();
    recent.restart(10);
    assertThat(recent.latest()).isEqualTo(new RecentDeltas.Latest(10, List.of()));
    List<ServerSent> told =
        LongStream.rangeClosed(11, 18)
            .mapToObj(
                version -> {
                  ServerSent event = ServerSent.event("delta", new byte[0]);
                  recent.add(version, event);
                  return event;
                })
            .toList();

    assertThat(recent.latest()).isEqualTo(new RecentDeltas.Latest(12, told.subList(2, 8)));
  }

  /** Agents say what a test wants. */
  private static final class SaidUses implements MeasuredUses {
    private final AtomicLong changes = new AtomicLong();

    @Override
    public Optional<MeasuredUse> of(Agent agent) {
      return Optional.empty();
    }

    @Override
    public long changes() {
      return changes.get();
    }

    @Override
    public long changedAt(Agent agent) {
      return 0;
    }
  }

  /** Although nothing has happened otherwise. */
  @Test
  void theSummaryIsToldAgainWhenSomethingElseIsReallyUsed() throws Exception {
    Outbox<ByteString> outbox =
        feed.subscribe(DashboardFeed.Topics.SUMMARY, Optional.empty(), false);
    assertThat(first(outbox, 2)).allSatisfy(told -> assertThat(told).contains("event: summary"));

    uses.changes.incrementAndGet();

    assertThat(first(outbox, 1)).allSatisfy(told -> assertThat(told).contains("event: summary"));
  }

  private static List<String> first(Outbox<ByteString> outbox, int count) {
    List<String> read = new ArrayList<>();
    return until(outbox, read, event -> read.size() == count);
  }

  /** What is told up to and with the first such event: how often the summary is, nobody knows. */
  private static List<String> until(Outbox<ByteString> outbox, Predicate<String> last) {
    return until(outbox, new ArrayList<>(), last);
  }

  private static List<String> until(
      Outbox<ByteString> outbox, List<String> read, Predicate<String> last) {
    OutboxReader<ByteString, String> reader =
        new OutboxReader<>(outbox, (event, more) -> event.utf8String());
    Awaitility.await()
        .until(
            () -> {
              Optional<String> event = Optional.ofNullable(reader.next());
              event.ifPresent(read::add);
              return event.filter(last).isPresent();
            });
    return read;
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
