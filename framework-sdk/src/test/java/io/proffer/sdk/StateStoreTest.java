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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put is there, also for the next process where the store is durable. */
class StateStoreTest {

  private static final byte[] A = "a".getBytes(StandardCharsets.UTF_8);
  private static final byte[] B = "bb".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void keepsReplacesAndRemovesValues() {
    for (StateStore store : List.of(StateStore.inMemory(), StateStore.files(directory))) {
      assertThat(store.get("name")).isEmpty();
      store.put("name", A);
      assertThat(store.get("name")).contains(A);
      store.put("name", B);
      assertThat(store.get("name")).contains(B);
      store.remove("name");
      store.remove("name");
      assertThat(store.get("name")).isEmpty();
    }
  }

  @Test
  void listsTheNamesOfItsValues() {
    for (StateStore store :
        List.of(StateStore.inMemory(), StateStore.files(directory.resolve("new")))) {
      assertThat(store.names()).isEmpty();
      store.put("one", A);
      store.put("two", B);
      store.put("three", B);
      store.remove("two");
      assertThat(store.names()).containsExactlyInAnyOrder("one", "three");
    }
  }

  @Test
  void aZooKeeperKeepsValuesForTheNextProcess() {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0)) {
      try (ZooKeeperStateStore store = StateStore.zooKeeper(server.location("/proffer/service"))) {
        assertThat(store.names()).isEmpty();
        assertThat(store.get("name")).isEmpty();
        store.put("name", A);
        store.put("name", B);
        store.put("other", A);
        store.remove("other");
        store.remove("other");
      }

      try (ZooKeeperStateStore store = StateStore.zooKeeper(server.location("/proffer/service"))) {
        assertThat(store.get("name")).contains(B);
        assertThat(store.names()).containsExactly("name");
        assertThat(store.isDurable()).isTrue();
      }
    }
  }

  private static SequencedMap<String, Optional<byte[]>> changes() {
    SequencedMap<String, Optional<byte[]>> changes = new LinkedHashMap<>();
    changes.put("new", Optional.of(A));
    changes.put("old", Optional.of(B));
    changes.put("gone", Optional.empty());
    changes.put("never-there", Optional.empty());
    return changes;
  }

  @Test
  void commitsSeveralChangesAndReadsAllValues() {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory.resolve("zk"), 0);
        ZooKeeperStateStore remote = StateStore.zooKeeper(server.location("/proffer/service"))) {
      for (StateStore store :
          List.of(StateStore.inMemory(), StateStore.files(directory.resolve("files")), remote)) {
        store.put("old", A);
        store.put("gone", A);

        store.commit(changes());
        store.commit(changes());

        assertThat(store.entries()).containsOnlyKeys("new", "old");
        assertThat(store.names()).containsExactlyInAnyOrder("new", "old");
        assertThat(store.get("new")).contains(A);
        assertThat(store.get("old")).contains(B);
        store.put("new", B);
        assertThat(store.entries().get("new")).isEqualTo(B);
        store.remove("new");
        assertThat(store.get("new")).isEmpty();
      }
    }
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
  void filesOutliveTheStore() {
    Path nested = directory.resolve("made/when/needed");
    StateStore.files(nested).put("driver.framework-id", A);

    assertThat(StateStore.files(nested).get("driver.framework-id")).contains(A);
    assertThat(StateStore.files(nested).isDurable()).isTrue();
    assertThat(StateStore.inMemory().isDurable()).isFalse();
  }

  @Test
  void aWriteThatDidNotEndLeavesTheOldValue() throws IOException {
    StateStore store = StateStore.files(directory);
    store.put("name", A);

    Files.write(directory.resolve(".name.next"), new byte[] {'h'});

    assertThat(store.get("name")).contains(A);
  }

  @Test
  void refusesNamesThatCouldLeaveTheDirectory() {
    for (StateStore store : List.of(StateStore.inMemory(), StateStore.files(directory))) {
      for (String name : List.of("", ".", "..", "../x", "a/b", "A", "x".repeat(101))) {
        assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.put(name, A));
        assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.get(name));
      }
    }
  }

  @Test
  void saysWhichFileCannotBeWritten() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> StateStore.files(file.resolve("sub")).put("name", A))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.resolve("sub").resolve("name").toString());
  }
}
