package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialHelperTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path directory;

  private CredentialHelper helper(String script, Duration patience) throws IOException {
    Path program = Files.writeString(directory.resolve("helper"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new CredentialHelper(program.toString(), patience);
  }

  private CredentialHelper helper(String script) throws IOException {
    return helper(script, PATIENCE);
  }

  @Test
  void itIsGivenTheRegistryAndAnswersWithNameAndPassword() throws IOException {
    assertThat(
            helper(
                    "[ \"$1\" = get ] || exit 9; read -r r;"
                        + " printf '{\"ServerURL\":\"%s\",\"Username\":\"ann\",\"Secret\":\"of %s\"}'"
                        + " \"$r\" \"$r\"")
                .login("a.example"))
        .contains(new CredentialHelper.Login("ann", "of a.example", false));
  }

  @Test
  void aTokenHasNoName() throws IOException {
    assertThat(helper("echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'").login("r"))
        .hasValueSatisfying(l -> assertThat(l.token()).isTrue());
  }

  @Test
  void aRegistryItDoesNotKnowIsAskedAnonymously() throws IOException {
    assertThat(helper("echo 'credentials not found in native keychain'; exit 1").login("r"))
        .isEmpty();
  }

  @Test
  void whatGoesWrongIsSaidWithoutASecret() throws IOException {
    assertThatThrownBy(() -> helper("echo secret; exit 3").login("r"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("helper' ended with status 3");
    assertThatThrownBy(() -> helper("echo secret").login("r"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("helper' answered with no valid JSON")
        .hasNoCause();
  }

  @Test
  void itIsGivenUpWhenItTakesTooLong() throws IOException {
    assertThatThrownBy(() -> helper("sleep 1000 & sleep 1000", Duration.ofMillis(200)).login("r"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("helper' did not answer within 0.2 s");
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(
            p ->
                p.info().commandLine().orElse("").contains(directory.resolve("helper").toString()));
  }

  @Test
  void itMayNotSayMuch() throws IOException {
    assertThatThrownBy(() -> helper("exec yes").login("r"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("it answered with more than 65536 bytes");
  }
}
