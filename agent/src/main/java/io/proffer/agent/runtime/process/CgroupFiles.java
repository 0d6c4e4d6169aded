package io.proffer.agent.runtime.process;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reading and writing the files of control groups. */
final class CgroupFiles {

  private static final Logger LOG = LoggerFactory.getLogger(CgroupFiles.class);
  private static final int REMOVE_ATTEMPTS = 50;

  private CgroupFiles() {}

  static void write(Path file, String value) throws LaunchException {
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME,
          "cannot set " + file + " to " + value + ": " + IoTrouble.describe(e));
    }
  }

  /** Sets a value that the container can do without: what is refused stays as it is. */
  static void change(Path file, String value) {
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      LOG.warn("cannot set {} to {}: {}", file, value, IoTrouble.describe(e));
    }
  }

  static void makeDirectory(Path group) throws LaunchException {
    try {
      Files.createDirectories(group);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchFailure.Kind.RUNTIME,
          "cannot make the control group " + group + ": " + IoTrouble.describe(e));
    }
  }

  static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<Long> readLong(Path file) {
    return read(file).flatMap(CgroupFiles::number);
  }

  /** The value of a key in a file of lines {@code key value}. */
  static Optional<Long> readKey(Path file, String key) {
    return read(file).stream()
        .flatMap(String::lines)
        .filter(l -> l.startsWith(key + " "))
        .findFirst()
        .flatMap(l -> number(l.substring(key.length() + 1)));
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty(); // "max"
    }
  }

  /** Kills what is in a group and removes it; the kernel needs a moment to let the dead go. */
  static void killAndRemove(Path group, LongConsumer kill) {
    for (int attempt = 0; attempt < REMOVE_ATTEMPTS && Files.isDirectory(group); attempt++) {
      pids(group).forEach(kill::accept);
      try {
        Files.delete(group);
      } catch (IOException e) {
        pause();
      }
    }
  }

  private static List<Long> pids(Path group) {
    return read(group.resolve("cgroup.procs")).stream()
        .flatMap(String::lines)
        .flatMap(l -> number(l).stream())
        .toList();
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
