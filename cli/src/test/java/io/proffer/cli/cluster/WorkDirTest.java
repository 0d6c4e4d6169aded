package io.proffer.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proffer.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirTest {

  @TempDir private Path parent = Path.of("");

  @Test
  void aNamedOneIsMadeAndStays() throws IOException {
    Path named = parent.resolve("a/b");
    try (WorkDir directory = WorkDir.take(Optional.of(named))) {
      Files.writeString(directory.path().resolve("kept"), "x");
    }
    assertThat(named.resolve("kept")).exists();
  }

  @Test
  void aTemporaryOneEndsWithAllThatIsInIt() throws IOException {
    Path outside = Files.writeString(parent.resolve("outside"), "x");
    Path path;
    try (WorkDir directory = WorkDir.take(Optional.empty())) {
      path = directory.path();
      Files.createDirectories(path.resolve("deep/er"));
      Files.writeString(path.resolve("deep/er/file"), "x");
      Files.createSymbolicLink(path.resolve("deep/link"), outside);
    }
    assertThat(path).doesNotExist();
    assertThat(outside).exists();
  }

  @Test
  void twoCannotHaveTheSame() {
    try (WorkDir first = WorkDir.take(Optional.of(parent))) {
      assertThatThrownBy(() -> WorkDir.take(Optional.of(parent)))
          .isInstanceOf(CommandFailure.class)
          .hasMessage("another process already runs on the work dir " + first.path());
    }
    WorkDir.take(Optional.of(parent)).close();
  }

  @Test
  void oneThatCannotBeMadeIsAnError() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");
    assertThatThrownBy(() -> WorkDir.take(Optional.of(file.resolve("below"))))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot be used");
  }
}
