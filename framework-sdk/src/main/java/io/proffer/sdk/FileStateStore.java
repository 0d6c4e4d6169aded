package io.proffer.sdk;

import io.proffer.sdk.internal.journal.StateJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A journal in a directory, which is read when the store is used first. */
final class FileStateStore implements StateStore {

  private final Path directory;
  private Optional<StateJournal> opened = Optional.empty();

  FileStateStore(Path directory) {
    this.directory = directory;
  }

  private StateJournal journal() throws IOException {
    if (opened.isEmpty()) {
      opened = Optional.of(StateJournal.open(directory));
    }
    return opened.get();
  }

  @Override
  public synchronized Optional<byte[]> get(String name) {
    StateNames.checked(name);
    try {
      return journal().get(name);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void put(String name, byte[] value) {
    commit(change(name, Optional.of(value)));
  }

  @Override
  public synchronized void remove(String name) {
    if (get(name).isPresent()) {
      commit(change(name, Optional.empty()));
    }
  }

  private static SequencedMap<String, Optional<byte[]>> change(
      String name, Optional<byte[]> value) {
    SequencedMap<String, Optional<byte[]>> change = new LinkedHashMap<>();
    change.put(name, value);
    return change;
  }

  @Override
  public synchronized void commit(SequencedMap<String, Optional<byte[]>> changes) {
    changes.keySet().forEach(StateNames::checked);
    try {
      journal().commit(changes);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the state in %s cannot be written: %s".formatted(directory, e.getMessage()), e);
    }
  }

  @Override
  public synchronized Set<String> names() {
    try {
      return journal().names();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public synchronized Map<String, byte[]> entries() {
    try {
      return journal().entries();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        "the state in %s cannot be read: %s".formatted(directory, e.getMessage()), e);
  }

  @Override
  public boolean isDurable() {
    return true;
  }
}
