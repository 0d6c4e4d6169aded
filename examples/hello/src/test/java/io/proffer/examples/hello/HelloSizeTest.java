package io.proffer.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The smallest program is the review of the API: if it grows, the API is wrong. */
class HelloSizeTest {

  private static final Path SOURCE = Path.of("src/main/java/io/proffer/examples/hello/Hello.java");

  @Test
  void isAtMostThirtyLinesOfCode() throws IOException {
    List<String> code =
        Files.readAllLines(SOURCE).stream()
            .filter(line -> !line.isBlank())
            .filter(line -> !line.matches("\\s*(//|/\\*|\\*).*"))
            .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
            .toList();

    assertThat(code).hasSizeLessThanOrEqualTo(30);
    assertThat(code.get(0)).contains("class Hello");
  }
}
