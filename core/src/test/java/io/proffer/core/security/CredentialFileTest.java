package io.proffer.core.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of secrets: what is in them, and who may read them. */
class CredentialFileTest {

  @TempDir private Path directory = Path.of("");

  private Path file(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("credentials"), content);
    return allowed(file, "rw-------");
  }

  private static Path allowed(Path file, String permissions) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada lovelace\nbob  b u i l d e r\n\n",
        """
        {"credentials": [{"principal": "ada", "secret": "lovelace"},
                         {"principal": "bob", "secret": "b u i l d e r"}]}
        """
      })
  void areJsonOrLines(String content) throws IOException {
    Credentials read = CredentialFile.many(file(content));

    assertThat(read.accept(new Credential("ada", "lovelace"))).isTrue();
    assertThat(read.accept(new Credential("bob", "b u i l d e r"))).isTrue();
    assertThat(read.accept(new Credential("bob", "lovelace"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada lovelace",
        "{\"principal\": \"ada\", \"secret\": \"lovelace\"}",
        "{\"credentials\": [{\"principal\": \"ada\", \"secret\": \"lovelace\"}]}"
      })
  void ofASingleOneAreThatOne(String content) throws IOException {
    assertThat(CredentialFile.one(file(content))).isEqualTo(new Credential("ada", "lovelace"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lovelace",
        "ada lovelace\nlovelace",
        "ada lovelace\nada lovelace2",
        "a:da lovelace",
        "{\"credentials\": [{\"principal\": \"ada\" \"lovelace\"}]}",
        "{\"credentials\": [{\"principal\": \"ada\"}]}",
        "{\"credentials\": []}"
      })
  void thatAreWrongAreRefusedWithoutTellingWhatIsInThem(String content) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> CredentialFile.many(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("lovelace");
  }

  @Test
  void thatOthersMayReadOrChangeAreRefused() throws IOException {
    Path file = file("ada lovelace");
    for (String open : new String[] {"rw-r--r--", "rw-----w-"}) {
      allowed(file, open);
      assertThatThrownBy(() -> CredentialFile.many(file)).hasMessageContaining("chmod o-rw");
    }
    allowed(file, "rw-r-----");
    assertThat(CredentialFile.many(file).knows("ada")).isTrue();
  }

  @Test
  void thatAreNotThereAreSaidNotToBe() {
    assertThatThrownBy(() -> CredentialFile.one(directory.resolve("none")))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void theKeyOfTokensIsMadeOnceForItsOwnerAlone() throws IOException {
    Path file = directory.resolve("new").resolve("token.key");

    byte[] made = TokenKeyFile.readOrMake(file, new SecureRandom());

    assertThat(made).hasSize(Tokens.KEY_BYTES);
    assertThat(TokenKeyFile.readOrMake(file, new SecureRandom())).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }
}
