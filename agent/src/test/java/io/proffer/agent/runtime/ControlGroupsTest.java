package io.proffer.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupsTest {

  @TempDir Path root;

  @Test
  void aGroupThatIsRemovedMeanwhileIsPassedOver() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      Files.createDirectories(root.resolve(name).resolve("inner"));
    }

    List<Path> found =
        ControlGroups.directories(
            root,
            directory -> {
              boolean group = root.equals(directory.getParent());
              if (group) {
                removeAllBut(directory);
              }
              return group;
            });

    assertThat(found).hasSize(1);
    assertThat(Files.exists(found.getFirst())).isTrue();
  }

  private void removeAllBut(Path group) {
    try (Stream<Path> groups = Files.list(root)) {
      for (Path other : groups.filter(g -> !g.equals(group)).toList()) {
        Files.delete(other.resolve("inner"));
        Files.delete(other);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
