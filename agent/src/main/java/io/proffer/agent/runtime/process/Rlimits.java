package io.proffer.agent.runtime.process;

import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import io.proffer.agent.runtime.usage.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.Protos.RLimitInfo;
import org.apache.mesos.v1.Protos.RLimitInfo.RLimit;

/**
 * The resource limits of a task's processes, as {@code setrlimit} has them.
 *
 * @param options of {@code prlimit}, one for each limit
 */
record Rlimits(List<String> options) {

  private static final Path MOST_FILES = Path.of("/proc/sys/fs/nr_open");
  private static final Path OWN = Path.of("/proc/self/limits");
  private static final int HARD_COLUMN_FROM_END = 2;

  Rlimits {
    options = List.copyOf(options);
  }

  /**
   * @throws LaunchException when one is malformed, or more than the agent can give
   */
  static Rlimits of(RLimitInfo info, Privileges privileges) throws LaunchException {
    if (info.getRlimitsCount() == 0) {
      return new Rlimits(List.of());
    }
    Optional<String> why = privileges.noRlimits();
    if (why.isPresent()) {
      throw refused("resource limits cannot be set: " + why.get());
    }
    List<String> options = new ArrayList<>();
    for (RLimit limit : info.getRlimitsList()) {
      check(limit, privileges);
      options.add("--" + name(limit) + "=" + value(limit));
    }
    return new Rlimits(options);
  }

  private static void check(RLimit limit, Privileges privileges) throws LaunchException {
    if (!limit.hasType() || limit.getType() == RLimit.Type.UNKNOWN) {
      throw refused("a resource limit is of no known type");
    }
    String type = limit.getType().name();
    if (limit.hasSoft() != limit.hasHard()) {
      throw refused(type + " has one of 'soft' and 'hard': give both, or none for no limit");
    }
    if (Long.compareUnsigned(limit.getSoft(), limit.getHard()) > 0) {
      throw refused(type + ": 'soft' is more than 'hard'");
    }
    if (limit.getType() == RLimit.Type.RLMT_NOFILE) {
      checkMost(limit, KernelFile.number(MOST_FILES), "the kernel's most, fs.nr_open");
    }
    if (!privileges.mayRaiseLimits()) {
      checkMost(limit, ownHard(name(limit)), "the agent's own, which it may not exceed");
    }
  }

  private static void checkMost(RLimit limit, Optional<Long> most, String whose)
      throws LaunchException {
    boolean unlimited = !limit.hasHard();
    if (most.isPresent() && (unlimited || Long.compareUnsigned(limit.getHard(), most.get()) > 0)) {
      throw refused(
          "%s: %s is more than %d, %s"
              .formatted(
                  limit.getType(),
                  unlimited ? "no limit" : Long.toUnsignedString(limit.getHard()),
                  most.get(),
                  whose));
    }
  }

  /** A line is {@code Max open files 1024 4096 files}. */
  private static Optional<Long> ownHard(String name) {
    String words =
        switch (name) {
          case "as" -> "Max address space";
          case "core" -> "Max core file size";
          case "cpu" -> "Max cpu time";
          case "data" -> "Max data size";
          case "fsize" -> "Max file size";
          case "locks" -> "Max file locks";
          case "memlock" -> "Max locked memory";
          case "msgqueue" -> "Max msgqueue size";
          case "nice" -> "Max nice priority";
          case "nofile" -> "Max open files";
          case "nproc" -> "Max processes";
          case "rss" -> "Max resident set";
          case "rtprio" -> "Max realtime priority";
          case "rttime" -> "Max realtime timeout";
          case "sigpending" -> "Max pending signals";
          default -> "Max stack size";
        };
    try {
      return Files.readAllLines(OWN).stream()
          .filter(l -> l.startsWith(words))
          .map(l -> l.substring(words.length()).strip().split("\\s+"))
          .filter(f -> f.length >= HARD_COLUMN_FROM_END && !f[1].equals("unlimited"))
          .map(f -> Long.parseUnsignedLong(f[1]))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String name(RLimit limit) {
    return limit.getType().name().substring("RLMT_".length()).toLowerCase(Locale.ROOT);
  }

  private static String value(RLimit limit) {
    return limit.hasHard()
        ? Long.toUnsignedString(limit.getSoft()) + ":" + Long.toUnsignedString(limit.getHard())
        : "unlimited:unlimited";
  }

  private static LaunchException refused(String message) {
    return new LaunchException(LaunchFailure.Kind.COMMAND, message);
  }
}
