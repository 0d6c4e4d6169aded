package io.proffer.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.core.coordination.EmbeddedZooKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put is there, also for the next process where the store is durable. */
class StateStoreTest {

  private static final byte[] A = "a".getBytes(StandardCharsets.UTF_8);
  private static final byte[] B = "bb".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private static SequencedMap<String, Optional<byte[]>> changes() {
    SequencedMap<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    changes.put("new", Optional.of(A));
    changes.put("old", Optional.of(B));
    changes.put("gone", Optional.empty());
    changes.put("never-there", Optional.empty());
    return changes;
  }

  /** What holds of every store. */
  abstract static class Contract {

    /** One that has nothing yet, or has what the last one had where that is durable. */
    abstract StateStore store();

    @Test
    void keepsReplacesAndRemovesValues() {
      StateStore store = store();
      assertThat(store.get("name")).isEmpty();
      store.put("name", A);
      assertThat(store.get("name")).contains(A);
      store.put("name", B);
      assertThat(store.get("name")).contains(B);
      store.remove("name");
      store.remove("name");
      assertThat(store.get("name")).isEmpty();
    }

    @Test
    void keepsAValueThatIsEmptyAndOneThatIsLarge() {
      StateStore store = store();
      byte[] large = new byte[600_000];
      store.put("empty", new byte[0]);
      store.put("large", large);

      assertThat(store.get("empty")).contains(new byte[0]);
      assertThat(store.get("large")).contains(large);
    }

    @Test
    void listsTheNamesOfItsValues() {
      StateStore store = store();
      assertThat(store.names()).isEmpty();
      store.put("one", A);
      store.put("two", B);
      store.put("three", B);
      store.remove("two");
      assertThat(store.names()).containsExactlyInAnyOrder("one", "three");
    }

    @Test
    void commitsSeveralChangesAndReadsAllValues() {
      StateStore store = store();
      store.put("old", A);
      store.put("gone", A);

      store.commit(changes());
      store.commit(changes());
      store.commit(new LinkedHashMap<>());

      assertThat(store.entries()).containsOnlyKeys("new", "old");
      assertThat(store.names()).containsExactlyInAnyOrder("new", "old");
      assertThat(store.get("new")).contains(A);
      assertThat(store.get("old")).contains(B);
      store.put("new", B);
      assertThat(store.entries().get("new")).isEqualTo(B);
      store.remove("new");
      assertThat(store.get("new")).isEmpty();
    }

    @Test
    void whatIsDurableIsThereForTheNextProcess() {
      StateStore store = store();
      store.commit(changes());
      store.put("name", A);
      store.put("name", B);
      store.put("other", A);
      store.remove("other");

      StateStore next = store();
      assertThat(next.names().isEmpty()).isEqualTo(!store.isDurable());
      if (store.isDurable()) {
        assertThat(next.names()).containsExactlyInAnyOrder("new", "old", "name");
        assertThat(next.get("name")).contains(B);
        next.commit(changes());
        assertThat(next.get("old")).contains(B);
      }
    }

    @Test
    void refusesNamesThatCouldLeaveTheDirectory() {
      StateStore store = store();
      for (String name : List.of("", ".", "..", "../x", "a/b", "A", "x".repeat(101))) {
        SequencedMap<String, Optional<byte[]>> change = new LinkedHashMap<>();
        change.put("good", Optional.of(A));
        change.put(name, Optional.of(A));
        assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.put(name, A));
        assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.get(name));
        assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.remove(name));
        assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.commit(change));
      }
      assertThat(store.names()).as("a commit is checked before it is begun").isEmpty();
    }
  }

  @Nested
  class OnTheHeap extends Contract {
    @Override
    StateStore store() {
      return StateStore.inMemory();
    }
  }

  @Nested
  class InFiles extends Contract {
    @Override
    StateStore store() {
      return StateStore.files(directory.resolve("made/when/needed"));
    }
  }

  @Nested
  class InAZooKeeper extends Contract {
    private EmbeddedZooKeeper server;
    private Optional<ZooKeeperStateStore> open = Optional.empty();

    @BeforeEach
    void start() {
      server = EmbeddedZooKeeper.start(directory, 0);
    }

    @AfterEach
    void stop() {
      open.ifPresent(ZooKeeperStateStore::close);
      server.close();
    }

    @Override
    StateStore store() {
      open.ifPresent(ZooKeeperStateStore::close);
      ZooKeeperStateStore store = StateStore.zooKeeper(server.location("/proffer/service"));
      open = Optional.of(store);
      return store;
    }
  }

  @Test
  void onlyWhatIsOnTheHeapIsNotDurable() {
    assertThat(StateStore.files(directory).isDurable()).isTrue();
    assertThat(StateStore.inMemory().isDurable()).isFalse();
  }

  @Test
  void whoClaimsAZooKeeperShutsOutWhoClaimedItBefore() {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0);
        ZooKeeperStateStore before = StateStore.zooKeeper(server.location("/proffer/service"));
        ZooKeeperStateStore after = StateStore.zooKeeper(server.location("/proffer/service"))) {
      before.claim();
      before.commit(changes());
      after.claim();

      assertThatThrownBy(() -> before.commit(changes()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("another process has claimed it");
      after.commit(changes());
      assertThat(after.names()).containsExactlyInAnyOrder("new", "old");
    }
  }

  @Test
  void filesHaveARecordForEachCommitAndOfOneThatDidNotEndNothing() throws IOException {
    StateStore store = StateStore.files(directory);
    store.put("name", A);
    store.commit(changes());
    Path journal = directory.resolve("JOURNAL.0000000001");

    byte[] bytes = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(bytes, bytes.length - 1));

    assertThat(StateStore.files(directory).names()).containsExactly("name");
  }

  @Test
  void saysWhichDirectoryCannotBeWritten() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> StateStore.files(file.resolve("sub")).put("name", A))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.resolve("sub").toString());
  }
}
