package io.proffer.agent.sandbox.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  private static final LogLimits LIMITS = new LogLimits(256 << 10, 2);

  @TempDir Path dir;

  /** The file of a task, as the task has it open, and what is left of it. */
  private record Output(Path file) {

    void print(int from, int to) throws IOException {
      StringBuilder lines = new StringBuilder();
      for (int i = from; i < to; i++) {
        lines.append("%09d%n".formatted(i));
      }
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      }
    }

    String kept() throws IOException {
      StringBuilder kept = new StringBuilder();
      for (String suffix : new String[] {".2", ".1", ""}) {
        Path part = Path.of(file + suffix);
        if (Files.exists(part)) {
          kept.append(Files.readString(part));
        }
      }
      return kept.toString();
    }
  }

  private static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      lines.append("%09d%n".formatted(i));
    }
    return lines.toString();
  }

  @Test
  void whatBecomesTooLargeIsMovedOnAndNothingIsLost() throws IOException {
    assertNothingIsLost(dir);
  }

  @Test
  void norIsItWhereAFileSystemCannotTakeOutRangesIfTheTaskIsQuiet() throws IOException {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "proffer-log");
    try {
      assertNothingIsLost(memory);
    } finally {
      try (Stream<Path> files = Files.list(memory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(memory);
    }
  }

  private static void assertNothingIsLost(Path directory) throws IOException {
    Output output = new Output(directory.resolve("stdout"));
    LogFile log = new LogFile(output.file(), LIMITS);
    output.print(0, 30_000);

    log.rotate();
    output.print(30_000, 50_000);

    assertThat(output.kept()).endsWith(lines(24_000, 50_000));
    assertThat(log.size()).hasValueSatisfying(s -> assertThat(s).isLessThan(LIMITS.maxBytes() * 2));
    log.rotate();
    output.print(50_000, 60_000);
    assertThat(output.kept())
        .isEqualTo(lines(0, 60_000).substring(lines(0, 60_000).length() - output.kept().length()));
  }

  @Test
  void noMoreIsKeptThanTheLimits() throws IOException {
    Output output = new Output(dir.resolve("stdout"));
    LogFile log = new LogFile(output.file(), LIMITS);
    for (int i = 0; i < 10; i++) {
      output.print(i * 60_000, (i + 1) * 60_000);
      log.rotate();
    }

    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("stdout", "stdout.1", "stdout.2");
    }
    assertThat(Files.size(dir.resolve("stdout.1"))).isLessThanOrEqualTo(LIMITS.maxBytes());
    assertThat(Files.size(dir.resolve("stdout.2"))).isLessThanOrEqualTo(LIMITS.maxBytes());
    assertThat(output.kept()).endsWith(lines(590_000, 600_000));
  }

  @Test
  void whatIsSmallStaysAsItIs() throws IOException {
    Output output = new Output(dir.resolve("stdout"));
    output.print(0, 10);

    new LogFile(output.file(), LIMITS).rotate();

    assertThat(output.file()).hasContent(lines(0, 10));
    assertThat(dir.resolve("stdout.1")).doesNotExist();
  }

  @Test
  void aTaskCannotHaveAnotherFileCut() throws IOException {
    Path other = Files.write(dir.resolve("other"), new byte[1 << 20]);
    Files.createSymbolicLink(dir.resolve("stdout"), other);
    Files.createLink(dir.resolve("stderr"), other);

    for (String name : new String[] {"stdout", "stderr"}) {
      LogFile log = new LogFile(dir.resolve(name), LIMITS);
      assertThatThrownBy(log::rotate).isInstanceOf(IOException.class);
    }

    assertThat(other).hasSize(1 << 20);
  }

  @Test
  void aTaskCannotHaveAnotherFileWritten() throws IOException {
    Path other = Files.writeString(dir.resolve("other"), "untouched");
    Files.createSymbolicLink(dir.resolve("stdout.1"), other);
    Output output = new Output(dir.resolve("stdout"));
    output.print(0, 60_000);

    new LogFile(output.file(), LIMITS).rotate();

    assertThat(other).hasContent("untouched");
    assertThat(dir.resolve("stdout.1")).isRegularFile();
  }
}
