package io.proffer.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code proffer}, beside sources and a Maven that are not the real ones. */
class LauncherTest {

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path home;

  @BeforeEach
  void given() throws IOException {
    Files.copy(Repository.here().launcher(), home.resolve("proffer"));
    executable("bin/mvn", "#!/bin/sh\nexit 0\n");
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Path jar = Files.createDirectories(home.resolve("cli/target")).resolve("proffer-cli.jar");
    Files.writeString(jar, "not one");
    Files.setLastModifiedTime(jar, FileTime.from(LONG_AGO));
  }

  @Test
  void whatHasBeenBuiltIsNotBuiltAgainThoughMavenLeavesTheJarAsItIs() throws Exception {
    assertThat(run()).contains("the sources have changed; building");

    assertThat(run()).doesNotContain("building");
  }

  private String run() throws Exception {
    ProcessBuilder command =
        new ProcessBuilder("bash", home.resolve("proffer").toString(), "version");
    command.environment().merge("PATH", "", (path, none) -> home.resolve("bin") + ":" + path);
    command.environment().remove("PROFFER_NO_BUILD");
    Process process = command.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(); // with what, is of no interest: there is no program
    return said;
  }

  private void executable(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
