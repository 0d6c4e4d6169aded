package io.proffer.agent.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What {@code /proc} tells about processes. */
public final class ProcFs {

  private static final Path PROC = Path.of("/proc");

  private ProcFs() {}

  /**
   * Names a process for longer than it lives: a pid is used again, but not with the same start and
   * boot.
   */
  record Identity(long pid, long startTicks, String boot) {

    /** The text that {@link #parse} reads. */
    String handle() {
      return pid + ":" + startTicks + ":" + boot;
    }

    static Optional<Identity> parse(String handle) {
      String[] parts = handle.split(":", 3);
      try {
        return parts.length == 3
            ? Optional.of(
                new Identity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /** Empty when there is no such process. */
  static Optional<Identity> identity(long pid) {
    return stat(pid).map(s -> new Identity(pid, Long.parseLong(s[19]), boot()));
  }

  /** Whether the process of this identity is still there and is no zombie. */
  static boolean alive(Identity identity) {
    return stat(identity.pid())
        .filter(s -> !s[0].equals("Z") && !s[0].equals("X"))
        .flatMap(s -> identity(identity.pid()))
        .filter(identity::equals)
        .isPresent();
  }

  /** Finds the leader of a session by an entry of its environment. */
  static Optional<Identity> findSessionLeader(String environmentEntry) {
    byte[] entry = (environmentEntry + "\0").getBytes(StandardCharsets.UTF_8);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(PROC.relativize(process).toString());
        boolean leads = stat(pid).filter(s -> s[3].equals(Long.toString(pid))).isPresent();
        if (leads && contains(environment(process), entry)) {
          return identity(pid);
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * Finds processes by the beginning of an entry of their environment.
   *
   * @return the whole entry of each, by pid; none of a zombie, which has no environment any more
   */
  public static Map<Long, String> findByEnvironment(String beginning) {
    Map<Long, String> found = new LinkedHashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        String environment = "\0" + new String(environment(process), StandardCharsets.UTF_8);
        int at = environment.indexOf("\0" + beginning);
        if (at >= 0) {
          int end = environment.indexOf('\0', at + 1);
          found.put(
              Long.parseLong(PROC.relativize(process).toString()),
              environment.substring(at + 1, end < 0 ? environment.length() : end));
        }
      }
    } catch (IOException e) {
      return found;
    }
    return found;
  }

  /** The fields of {@code stat} from the third on: state, parent, group, session, ... */
  private static Optional<String[]> stat(long pid) {
    try {
      String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      // The program's name is in parentheses and may itself have spaces and parentheses.
      return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] environment(Path process) {
    try {
      return Files.readAllBytes(process.resolve("environ"));
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    outer:
    for (int i = 0; i + part.length <= text.length; i++) {
      if (i > 0 && text[i - 1] != 0) {
        continue;
      }
      for (int j = 0; j < part.length; j++) {
        if (text[i + j] != part[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }

  private static String boot() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
