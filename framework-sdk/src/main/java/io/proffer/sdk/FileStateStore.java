package io.proffer.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file for each value. A new value is written beside the old one, forced to disk and renamed. */
final class FileStateStore implements StateStore {

  private final Path directory;

  FileStateStore(Path directory) {
    this.directory = directory;
  }

  @Override
  public synchronized Optional<byte[]> get(String name) {
    Path file = file(name);
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("state file " + file + " cannot be read", e);
    }
  }

  @Override
  public synchronized void put(String name, byte[] value) {
    Path file = file(name);
    try {
      Files.createDirectories(directory);
      replace(name, value);
      force(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("state file " + file + " cannot be written", e);
    }
  }

  /** The directory is forced once, after all changes. */
  @Override
  public synchronized void commit(SequencedMap<String, Optional<byte[]>> changes) {
    changes.keySet().forEach(StateNames::checked);
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, Optional<byte[]>> change : changes.entrySet()) {
        if (change.getValue().isPresent()) {
          replace(change.getKey(), change.getValue().get());
        } else {
          Files.deleteIfExists(file(change.getKey()));
        }
      }
      force(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("state files in " + directory + " cannot be written", e);
    }
  }

  private void replace(String name, byte[] value) throws IOException {
    Path next = directory.resolve("." + name + ".next");
    write(next, value);
    Files.move(
        next, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public synchronized void remove(String name) {
    Path file = file(name);
    try {
      if (Files.deleteIfExists(file)) {
        force(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("state file " + file + " cannot be removed", e);
    }
  }

  @Override
  public synchronized Set<String> names() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(StateNames::isName)
          .collect(Collectors.toUnmodifiableSet());
    } catch (NoSuchFileException missing) {
      return Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException("state directory " + directory + " cannot be read", e);
    }
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  private Path file(String name) {
    return directory.resolve(StateNames.checked(name));
  }

  private static void write(Path file, byte[] value) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(value);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** A rename is durable once its directory is. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
