package io.proffer.agent.sandbox.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {

  private static final LogLimits LIMITS = new LogLimits(10, 2);
  private static final Instant PRINTED = Instant.parse("2026-11-21T12:00:00.123456789Z");

  @TempDir Path dir;

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void itSaysWhenTheLastWasPrinted() throws IOException {
    Path file = dir.resolve("stdout");
    try (LogWriter writer = LogWriter.open(file, LIMITS)) {
      assertThat(LogWriter.lastPrinted(file)).isEmpty();

      writer.write(text("hello"), PRINTED);

      assertThat(LogWriter.lastPrinted(file)).contains(PRINTED);
    }
  }

  @Test
  void alsoWhenTheFileHasJustBeenMovedOn() throws IOException {
    Path file = dir.resolve("stdout");
    try (LogWriter writer = LogWriter.open(file, LIMITS)) {
      writer.write(text("hello, world"), PRINTED);
    }

    assertThat(file).isEmptyFile();
    assertThat(LogWriter.lastPrinted(file)).contains(PRINTED);
  }

  @Test
  void whatIsTooLargeIsMovedOnAndTheOldestIsDropped() throws IOException {
    Path file = dir.resolve("stdout");
    try (LogWriter writer = LogWriter.open(file, LIMITS)) {
      for (String part : new String[] {"1", "2", "3"}) {
        writer.write(text(part.repeat(11)), PRINTED);
      }
      writer.write(text("4"), PRINTED);
    }

    assertThat(file).hasContent("4");
    assertThat(dir.resolve("stdout.1")).hasContent("3".repeat(11));
    assertThat(dir.resolve("stdout.2")).hasContent("2".repeat(11));
    assertThat(dir.resolve("stdout.3")).doesNotExist();
  }

  @Test
  void whatAContainerPutsInItsPlaceIsNotWrittenTo() throws IOException {
    Path other = Files.writeString(dir.resolve("other"), "untouched");
    Path file = Files.createSymbolicLink(dir.resolve("stdout"), other);

    assertThatThrownBy(() -> LogWriter.open(file, LIMITS)).isInstanceOf(IOException.class);
    Files.delete(file);
    try (LogWriter writer = LogWriter.open(file, LIMITS)) {
      Files.delete(file);
      Files.createSymbolicLink(file, other);
      writer.write(text("first"), PRINTED);
      writer.write(text("and more than fits"), PRINTED);
    }

    assertThat(other).hasContent("untouched");
  }
}
