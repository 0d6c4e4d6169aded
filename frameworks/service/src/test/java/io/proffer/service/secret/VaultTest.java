package io.proffer.service.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.proffer.frameworks.common.secret.KeyFile;
import io.proffer.frameworks.common.secret.KeySource;
import io.proffer.service.model.SealedSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are read only by who has the key they were sealed with. */
class VaultTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path directory;

  private Path keys(String... lines) throws IOException {
    Path file = directory.resolve("keys");
    Files.writeString(file, String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static String key(String name, int filling) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) filling);
    return name + ":" + Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void sealsAndOpens() throws IOException {
    Vault vault = new Vault(KeyFile.read(keys(key("k1", 1))));
    SealedSecret sealed = vault.seal("db/password", bytes("hunter2"), 1, NOW);
    SealedSecret again = vault.seal("db/password", bytes("hunter2"), 1, NOW);

    assertThat(Base64.getDecoder().decode(sealed.sealed())).isNotEqualTo(bytes("hunter2"));
    assertThat(again.sealed()).as("another nonce").isNotEqualTo(sealed.sealed());
    assertThat(vault.value("db/password")).isEmpty();
    vault.know(List.of(sealed));
    assertThat(vault.value("db/password")).contains(ByteString.copyFromUtf8("hunter2"));
    vault.forget("db/password");
    assertThat(vault.value("db/password")).isEmpty();
  }

  @Test
  void opensNothingThatWasTamperedWithOrGivenAnotherName() throws IOException {
    Vault vault = new Vault(KeyFile.read(keys(key("k1", 1))));
    SealedSecret sealed = vault.seal("a", bytes("x"), 1, NOW);
    byte[] whole = Base64.getDecoder().decode(sealed.sealed());
    whole[whole.length - 1] ^= 1;

    vault.know(
        List.of(
            new SealedSecret("b", 1, NOW, "k1", sealed.sealed()),
            new SealedSecret("a", 2, NOW, "k1", sealed.sealed()),
            new SealedSecret("c", 1, NOW, "k1", Base64.getEncoder().encodeToString(whole)),
            new SealedSecret("d", 1, NOW, "k1", "?"),
            new SealedSecret("e", 1, NOW, "k9", sealed.sealed())));

    assertThat(List.of("a", "b", "c", "d", "e")).allMatch(name -> vault.value(name).isEmpty());
  }

  @Test
  void rotatesToTheFirstKey() throws IOException {
    Vault before = new Vault(KeyFile.read(keys(key("k1", 1))));
    SealedSecret sealed = before.seal("a", bytes("x"), 3, NOW);

    Vault both = new Vault(KeyFile.read(keys("# the new one first", key("k2", 2), key("k1", 1))));
    List<SealedSecret> rotated = both.rotated(List.of(sealed));
    assertThat(rotated).extracting(SealedSecret::key).containsExactly("k2");
    assertThat(both.rotated(rotated)).isEmpty();

    Vault after = new Vault(KeyFile.read(keys(key("k2", 2))));
    after.know(rotated);
    assertThat(after.value("a")).contains(ByteString.copyFromUtf8("x"));
  }

  @Test
  void refusesKeyFilesThatAreNoneOrOpenToOthersWithoutSayingWhatIsInThem() throws IOException {
    assertThatThrownBy(() -> KeyFile.read(keys("k1:c2VjcmV0")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("c2VjcmV0");
    assertThatThrownBy(() -> KeyFile.read(keys(""))).hasMessageContaining("has no line");
    Path open = keys(key("k1", 1));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> KeyFile.read(open)).hasMessageContaining("chmod 600");
  }

  @Test
  void hasTheKeysThatACommandPrints() throws IOException {
    Vault kept = new Vault(KeyFile.read(keys(key("k1", 1))));
    SealedSecret sealed = kept.seal("a", bytes("x"), 1, NOW);

    Vault vault = new Vault(KeySource.command("cat '" + directory.resolve("keys") + "'").keys());
    vault.know(List.of(sealed));

    assertThat(vault.value("a")).contains(ByteString.copyFromUtf8("x"));
  }

  @Test
  void saysWhyACommandHasNoKeys() {
    assertThatThrownBy(() -> KeySource.command("exit 3").keys())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the key command (exit) has ended with status 3");
    assertThatThrownBy(() -> KeySource.command("echo k1:c2VjcmV0").keys())
        .hasMessageContaining("line 1 of what the key command prints")
        .hasMessageNotContaining("c2VjcmV0");
    assertThatThrownBy(() -> KeySource.command("true").keys()).hasMessageContaining("has no line");
  }

  @Test
  void makesAKeyOnce() throws IOException {
    Path file = directory.resolve("made/keys");
    Vault vault = new Vault(KeyFile.readOrMake(file));
    SealedSecret sealed = vault.seal("a", bytes("x"), 1, NOW);

    Vault next = new Vault(KeyFile.readOrMake(file));
    next.know(List.of(sealed));

    assertThat(next.value("a")).contains(ByteString.copyFromUtf8("x"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
