package io.proffer.cli.dashboard;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources are. */
final class Repository {

  private Repository() {}

  static Path root() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve("dashboard/package.json"))) {
        return dir;
      }
    }
    throw new IllegalStateException("this test does not run in the repository");
  }
}
