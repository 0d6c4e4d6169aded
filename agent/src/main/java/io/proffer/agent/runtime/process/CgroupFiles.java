package io.proffer.agent.runtime.process;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.usage.KernelFile;
import io.proffer.agent.sandbox.IoTrouble;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reading and writing the files of control groups. */
final class CgroupFiles {

  private static final Logger LOG = LoggerFactory.getLogger(CgroupFiles.class);

  private static final int REMOVE_ATTEMPTS = 50;
  private static final long MAX_PAUSE_MILLIS = 50;

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

  /** What a file of a group is to say. */
  record Setting(Path file, String value) {

    void write() throws LaunchException {
      CgroupFiles.write(file, value);
    }

    void change() {
      CgroupFiles.change(file, value);
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

  /**
   * The group of a container. An earlier version made those of all agents of a machine in one
   * directory, the parent of {@code base}.
   */
  static Path group(Path base, String name) {
    Path own = base.resolve(name);
    Path old = base.resolveSibling(name);
    return Files.isDirectory(own) || !Files.isDirectory(old) ? own : old;
  }

  /** The names of the groups in a group. */
  static List<String> children(Path group) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(group, Files::isDirectory)) {
      children.forEach(c -> names.add(group.relativize(c).toString()));
    } catch (IOException e) {
      LOG.debug("{} has no groups: {}", group, IoTrouble.describe(e));
    }
    return names;
  }

  static void removeIfEmpty(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      LOG.debug("{} stays: {}", group, IoTrouble.describe(e));
    }
  }

  /** Whoever makes processes as fast as they are killed makes no more. */
  static void forbidForks(Path pidsMax) {
    try {
      if (Files.exists(pidsMax)) {
        Files.writeString(pidsMax, "0");
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", pidsMax, IoTrouble.describe(e));
    }
  }

  /** Kills what is in a group and removes it; the kernel needs a moment to let the dead go. */
  static void killAndRemove(Path group, LongConsumer kill) {
    long pauseMillis = 1;
    for (int attempt = 0; Files.isDirectory(group); attempt++) {
      pids(group).forEach(kill::accept);
      try {
        Files.delete(group);
        return;
      } catch (IOException e) {
        if (attempt == REMOVE_ATTEMPTS) {
          LOG.warn("{} cannot be removed: {}", group, IoTrouble.describe(e));
          return;
        }
      }
      pause(pauseMillis);
      pauseMillis = Math.min(MAX_PAUSE_MILLIS, pauseMillis * 2);
    }
  }

  private static List<Long> pids(Path group) {
    return KernelFile.read(group.resolve("cgroup.procs")).stream()
        .flatMap(String::lines)
        .map(Long::parseLong)
        .toList();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
