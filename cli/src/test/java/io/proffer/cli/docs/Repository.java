package io.proffer.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository that this test is in. */
final class Repository {

  private final Path root;

  private Repository(Path root) {
    this.root = root;
  }

  static Repository here() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve("proffer")) && Files.exists(dir.resolve("README.md"))) {
        return new Repository(dir);
      }
    }
    throw new IllegalStateException("this test does not run in the repository");
  }

  /** The script that starts everything. */
  Path launcher() {
    return root.resolve("proffer");
  }

  /** What is written for people: the pages at the top, and those of {@code docs}. */
  List<Path> pages() {
    try (Stream<Path> top = Files.list(root);
        Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Path resolve(String path) {
    return root.resolve(path);
  }

  static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
