package io.proffer.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticBusyboxTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void aProgramThatNeedsLibrariesIsNotStatic() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    assertThat(StaticBusybox.isStatic(java)).isFalse();
  }

  @Test
  void aScriptIsNotStatic() throws IOException {
    Path script = Files.writeString(directory.resolve("busybox"), "#!/bin/sh\n".repeat(20));
    assertThat(StaticBusybox.isStatic(script)).isFalse();
  }

  @Test
  void anElfFileWithoutInterpreterIsStatic() throws IOException {
    byte[] elf = new byte[64 + 56];
    byte[] start = {0x7f, 'E', 'L', 'F', 2, 1};
    System.arraycopy(start, 0, elf, 0, start.length);
    elf[32] = 64; // program headers follow the header
    elf[54] = 56; // the size of one
    elf[56] = 1; // there is one
    elf[64] = 1; // it is to be loaded
    Path program = Files.write(directory.resolve("static"), elf);
    assertThat(StaticBusybox.isStatic(program)).isTrue();

    elf[64] = 3; // it names an interpreter
    assertThat(StaticBusybox.isStatic(Files.write(directory.resolve("dynamic"), elf))).isFalse();
  }
}
