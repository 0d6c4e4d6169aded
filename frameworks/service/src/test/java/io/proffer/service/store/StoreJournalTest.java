package io.proffer.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proffer.sdk.StateStore;
import io.proffer.service.json.AppReader;
import io.proffer.service.kernel.Fact;
import io.proffer.service.model.Group;
import io.proffer.service.model.PathId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Facts are stored in order, many at a time, while others go on. */
class StoreJournalTest {

  private final SlowStore store = new SlowStore();
  private final StoreJournal journal = new StoreJournal(new FactStore(store, new AppReader("*")));
  private final AtomicLong stored = new AtomicLong();
  private final List<String> lost = new ArrayList<>();

  /** Its first commit ends when told to; it fails as often as told to. */
  private static final class SlowStore implements StateStore {
    private final StateStore values = StateStore.inMemory();
    private final ConcurrentLinkedQueue<List<String>> commits = new ConcurrentLinkedQueue<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();

    @Override
    public Optional<byte[]> get(String name) {
      return values.get(name);
    }

    @Override
    public void put(String name, byte[] value) {
      values.put(name, value);
    }

    @Override
    public void remove(String name) {
      values.remove(name);
    }

    @Override
    public Set<String> names() {
      return values.names();
    }

    @Override
    public boolean isDurable() {
      return true;
    }

    @Override
    public void commit(SequencedMap<String, Optional<byte[]>> changes) {
      try {
        mayEnd.await();
      } catch (InterruptedException closed) {
        throw new IllegalStateException(closed);
      }
      if (failures.getAndDecrement() > 0) {
        throw new UncheckedIOException(new IOException("the store is away"));
      }
      commits.add(List.copyOf(changes.keySet()));
      values.commit(changes);
    }
  }

  private final Journal.Listener listener =
      new Journal.Listener() {
        @Override
        public void stored(long upTo) {
          stored.set(upTo);
        }

        @Override
        public void lost(String reason) {
          lost.add(reason);
        }
      };

  @AfterEach
  void stop() {
    store.mayEnd.countDown();
    journal.close();
  }

  private static List<Fact> group(int number) {
    return List.of(new Fact.GroupSet(Group.plain(PathId.of("/g" + number), Instant.EPOCH)));
  }

  @Test
  void writesWhatWaitsTogetherAndGoesOnMeanwhile() {
    journal.start(listener);
    journal.append(group(0));
    await().until(() -> store.commits.isEmpty());
    for (int i = 1; i < 3_000; i++) {
      assertThat(journal.append(group(i))).isEqualTo(i + 1);
    }
    assertThat(stored).hasValue(0);

    store.mayEnd.countDown();

    await().until(() -> stored.get() == 3_000);
    assertThat(store.names()).hasSize(3_000);
    assertThat(store.commits).hasSizeLessThan(10);
  }

  @Test
  void saysWhenSoMuchWaitsThatNothingMoreShouldBegin() {
    journal.start(listener);
    List<Fact> many = new ArrayList<>();
    for (int i = 0; i < 25_000; i++) {
      many.addAll(group(1));
    }
    assertThat(journal.isFull()).isFalse();

    journal.append(many);

    assertThat(journal.isFull()).isTrue();
    store.mayEnd.countDown();
    await().until(() -> !journal.isFull());
  }

  @Test
  void triesAgainWhenTheStoreIsAway() {
    store.failures.set(1);
    store.mayEnd.countDown();
    journal.start(listener);

    journal.append(group(1));

    await().until(() -> stored.get() == 1);
    assertThat(store.names()).hasSize(1);
    assertThat(lost).isEmpty();
  }
}
