package io.proffer.agent.sandbox.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.container.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotatorTest {

  private static final long MAX_BYTES = 1 << 20;
  private static final LogLimits LIMITS = new LogLimits(MAX_BYTES, 1);

  @TempDir Path sandbox;

  @Test
  void aTaskThatPrintsAsFastAsItCanDoesNotFillTheDisk() throws Exception {
    // No faster than 200 MB for the two seconds it has.
    Process yes =
        new ProcessBuilder("/bin/sh", "-c", "timeout 2 yes | head -c 200000000")
            .directory(sandbox.toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(sandbox.resolve("stdout").toFile()))
            .start();
    try (LogRotator rotator = new LogRotator(LIMITS)) {
      rotator.watch(new ContainerId("c"), sandbox);
      Awaitility.await().until(() -> rotator.rotations() > 0);

      assertThat(yes.waitFor(20, TimeUnit.SECONDS)).isTrue();

      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(used()).isLessThanOrEqualTo(2 * MAX_BYTES + (64 << 10)));
    } finally {
      yes.destroyForcibly();
    }
    assertThat(Files.readString(sandbox.resolve("stdout.1")))
        .startsWith("y\n")
        .hasSizeGreaterThan(1);
  }

  private long used() throws IOException {
    try (Stream<Path> files = Files.list(sandbox)) {
      long used = 0;
      for (Path file : files.toList()) {
        used += ((Number) Files.getAttribute(file, "unix:size")).longValue();
      }
      return used;
    }
  }

  @Test
  void whatATaskPrintsLastIsLookedAtOnceMore() throws IOException {
    try (LogRotator rotator = new LogRotator(LIMITS)) {
      ContainerId container = new ContainerId("c");
      rotator.watch(container, sandbox);
      Files.write(sandbox.resolve("stderr"), new byte[2 << 20]);
      rotator.release(container);

      Awaitility.await().untilAsserted(() -> assertThat(rotator.rotations()).isEqualTo(1));
    }
    assertThat(sandbox.resolve("stderr.1")).exists();
  }

  @Test
  void withoutALimitNothingIsTouched() throws IOException {
    try (LogRotator rotator = new LogRotator(new LogLimits(0, 3))) {
      Files.write(sandbox.resolve("stdout"), new byte[2 << 20]);
      rotator.watch(new ContainerId("c"), sandbox);
      rotator.release(new ContainerId("c"));
    }
    assertThat(sandbox.resolve("stdout")).hasSize(2 << 20);
  }

  @Test
  void theFasterAFileGrowsTheSoonerItIsLookedAt() {
    Duration second = Duration.ofSeconds(1);

    assertThat(LookSchedule.next(10, 0, second, 100)).isEqualTo(LookSchedule.MAX);
    assertThat(LookSchedule.next(10, 1, second, 100)).isEqualTo(LookSchedule.MAX);
    assertThat(LookSchedule.next(90, 50, second, 100)).isEqualTo(Duration.ofMillis(100));
    assertThat(LookSchedule.next(120, 120, second, 100)).isEqualTo(LookSchedule.MIN);
  }
}
