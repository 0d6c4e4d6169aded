package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PauseImageTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void theProgramOfThisMachineRunsUntilItIsKilled(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("pause");
    PauseProgram program = PauseProgram.of(System.getProperty("os.arch")).orElseThrow();
    Files.write(file, program.file());
    assertThat(file.toFile().setExecutable(true)).isTrue();
    Process process = new ProcessBuilder(file.toString()).start();

    try {
      assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
      String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
      long ignored =
          status
              .lines()
              .filter(l -> l.startsWith("SigIgn:"))
              .mapToLong(l -> Long.parseUnsignedLong(l.substring(7).strip(), 16))
              .findFirst()
              .orElseThrow();
      assertThat(ignored >> 16 & 1).as("SIGCHLD is ignored: the kernel reaps").isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void thereIsOneForEachArchitectureThatIsKnown() {
    assertThat(PauseProgram.of("x86_64")).contains(PauseProgram.AMD64);
    assertThat(PauseProgram.of("aarch64")).contains(PauseProgram.ARM64);
    assertThat(PauseProgram.of("s390x")).isEmpty();
    assertThat(PauseProgram.ARM64.file()).hasSize(120 + 14 * 4 + 32);
  }
}
