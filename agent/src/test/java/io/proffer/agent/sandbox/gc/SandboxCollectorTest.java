package io.proffer.agent.sandbox.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.sandbox.SandboxLayout;
import io.proffer.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCollectorTest {

  /** So long that the disk of no machine makes it short. */
  private static final Duration DELAY = Duration.ofDays(1000);

  @TempDir Path work;

  private final Set<Path> live = new TreeSet<>();

  /** After all that the tests make. */
  private Instant now = Instant.now().plusSeconds(60);

  private Path slaves;

  @BeforeEach
  void layout() {
    slaves = new SandboxLayout(work).slaves();
  }

  private SandboxCollector collector(Duration delay, Path... inUse) {
    Ticker ticker = () -> now;
    return new SandboxCollector(
        new CollectionSettings(delay, 0, Duration.ofMinutes(1)),
        new SandboxLayout(work),
        Set.of(inUse),
        () -> Optional.of(Set.copyOf(live)),
        ticker);
  }

  private Path sandbox(String executor, String run) throws IOException {
    Path sandbox = slaves.resolve("s/frameworks/f/executors/" + executor + "/runs/" + run);
    Files.createDirectories(sandbox.resolve("deep/er"));
    Files.writeString(sandbox.resolve("stdout"), "out");
    Path latest = sandbox.resolveSibling("latest");
    Files.deleteIfExists(latest);
    Files.createSymbolicLink(latest, Path.of(run));
    return sandbox;
  }

  private static void modified(Path path, Instant at) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(at));
  }

  @Test
  void whatHasEndedIsMarkedKeptAndThenRemovedWithWhatIsEmptyAboveIt() throws IOException {
    Path sandbox = sandbox("e", "r1");
    live.add(sandbox);
    try (SandboxCollector collector = collector(DELAY)) {
      collector.collect();
      modified(sandbox, Instant.EPOCH);
      live.clear();

      collector.collect();
      assertThat(sandbox).exists();
      assertThat(Files.getLastModifiedTime(sandbox).toInstant())
          .isBetween(now.minusSeconds(1), now.plusSeconds(1));
      assertThat(collector.waiting()).isEqualTo(1);

      now = now.plus(DELAY);
      collector.collect();
      assertThat(slaves).isEmptyDirectory();
      assertThat(collector.removed()).isEqualTo(1);
      assertThat(collector.waiting()).isZero();
    }
  }

  @Test
  void anAgentThatIsRestartedGoesOnWhereItWas() throws IOException {
    Path old = sandbox("e", "old");
    Path ranUntilNow = sandbox("e", "ran-until-now");
    modified(old, now.minus(DELAY));
    modified(ranUntilNow, now.minus(DELAY));

    try (SandboxCollector collector = collector(DELAY, ranUntilNow)) {
      collector.collect();
    }

    assertThat(old).doesNotExist();
    assertThat(ranUntilNow).exists();
    assertThat(ranUntilNow.resolveSibling("latest")).isSymbolicLink();
  }

  @Test
  void nothingIsRemovedWhileItIsNotKnownWhatRuns() throws IOException {
    Path sandbox = sandbox("e", "r1");
    modified(sandbox, Instant.EPOCH);
    try (SandboxCollector collector =
        new SandboxCollector(
            new CollectionSettings(Duration.ZERO, 0, Duration.ofMinutes(1)),
            new SandboxLayout(work),
            Set.of(),
            Optional::empty,
            () -> now)) {
      collector.collect();
    }

    assertThat(sandbox).exists();
  }

  @Test
  void linksAreRemovedAndNotFollowed() throws IOException {
    Path outside = Files.createDirectory(work.resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    Path sandbox = sandbox("e", "r1");
    Files.createSymbolicLink(sandbox.resolve("out"), outside);
    Files.createSymbolicLink(sandbox.resolve("deep/er/out"), outside);

    try (SandboxCollector collector = collector(Duration.ZERO)) {
      collector.collect();
    }

    assertThat(sandbox).doesNotExist();
    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  @Test
  void runsThatAreLiveKeepTheirNeighboursDirectories() throws IOException {
    Path running = sandbox("e", "r2");
    Path ended = sandbox("e", "r1");
    live.add(running);

    try (SandboxCollector collector = collector(Duration.ZERO)) {
      collector.collect();
    }

    assertThat(ended).doesNotExist();
    assertThat(running.resolve("stdout")).hasContent("out");
  }
}
