package io.proffer.master.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.proffer.core.model.AgentId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.Resources;
import io.proffer.master.allocator.RefusalNews;
import io.proffer.master.allocator.Refused;
import io.proffer.master.kernel.MasterSettings;
import io.proffer.master.state.DurableFacts;
import io.proffer.master.state.MasterEvent;
import io.proffer.master.state.MasterState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadModelTest {

  private static final FrameworkId SHOP = new FrameworkId("shop");
  private static final MasterEvent SOMETHING =
      new MasterEvent.AgentsForgotten(List.of(new AgentId("S0")), List.of());

  private final ReadModel reads = new ReadModel(MasterSettings.defaults().retention());

  @Test
  void whoAsksSeesWhatHappenedThoughNobodyWasToldYet() throws Exception {
    reads.happened(List.of(SOMETHING), List.of(new RefusalNews.Began(refused())));

    assertThat(reads.refusals(SHOP, 9).toCompletableFuture().get(20, TimeUnit.SECONDS).inAll())
        .isEqualTo(1);
    assertThat(reads.snapshot().toCompletableFuture().get(20, TimeUnit.SECONDS).version())
        .isEqualTo(reads.version());
    reads.close();
  }

  @Test
  void observersAreToldThoughNobodyAsks() {
    Heard heard = new Heard();
    reads.observe(heard);

    reads.happened(List.of(SOMETHING, SOMETHING), List.of());
    reads.catchUp();

    await().until(() -> heard.events.size() == 2);
    reads.close();
  }

  @Test
  void whatHappenedBeforeTheEndIsToldBeforeTheEnd() {
    Heard heard = new Heard();
    reads.observe(heard);
    reads.happened(List.of(SOMETHING), List.of());

    reads.close();

    assertThat(heard.events).containsExactly("AgentsForgotten", "the end");
  }

  @Test
  void anObserverThatFailsTakesNothingFromTheOthersNorFromWhoAsks() throws Exception {
    Heard heard = new Heard();
    reads.observe(new Failing());
    reads.observe(heard);
    reads.happened(List.of(SOMETHING, SOMETHING), List.of());

    assertThat(reads.snapshot().toCompletableFuture().get(20, TimeUnit.SECONDS).version())
        .isEqualTo(2);
    reads.close();

    assertThat(heard.events).containsExactly("AgentsForgotten", "AgentsForgotten", "the end");
  }

  @Test
  void whoAsksWhenTheTermIsOverIsToldSo() {
    reads.happened(List.of(SOMETHING), List.of());
    reads.close();

    assertThat(reads.facts().toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(TermOverException.class);
    assertThatThrownBy(() -> reads.look(state -> {})).isInstanceOf(TermOverException.class);
  }

  @Test
  void whoStillWaitsAtTheEndOfTheTermIsToldSo() {
    ReadModel busy = new ReadModel(MasterSettings.defaults().retention(), Duration.ZERO);
    CountDownLatch never = new CountDownLatch(1);
    busy.look(state -> awaitOrInterrupt(never));
    CompletableFuture<DurableFacts> asked = busy.facts().toCompletableFuture();

    busy.close();

    assertThat(asked)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(TermOverException.class);
  }

  private static void awaitOrInterrupt(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Refused refused() {
    return new Refused(
        1, SHOP, "r", new AgentId("S0"), Resources.parse("cpus:1"), Instant.EPOCH.plusSeconds(5));
  }

  private static final class Failing implements ReadModel.Observer {
    @Override
    public void before(MasterState before, MasterEvent event) {
      throw new IllegalStateException("planned, before");
    }

    @Override
    public void after(MasterState after, MasterEvent event) {
      throw new IllegalStateException("planned, after");
    }

    @Override
    public void ended() {
      throw new IllegalStateException("planned, at the end");
    }
  }

  private static final class Heard implements ReadModel.Observer {
    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    @Override
    public void before(MasterState before, MasterEvent event) {}

    @Override
    public void after(MasterState after, MasterEvent event) {
      events.add(event.getClass().getSimpleName());
    }

    @Override
    public void ended() {
      events.add("the end");
    }
  }
}
