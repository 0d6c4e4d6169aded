package io.proffer.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.AuthConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryLoginsTest {

  /** ann:p:w */
  private static final String ANN = "YW5uOnA6dw==";

  private static Optional<AuthConfig> of(String config, String image) {
    return RegistryLogins.parse(config).of(ImageName.parse(image));
  }

  @ParameterizedTest
  @CsvSource({
    "https://index.docker.io/v1/, busybox",
    "docker.io, library/busybox:1",
    "https://registry.example.com, registry.example.com/a/b:1",
    "registry.example.com/v2/, registry.example.com/a@sha256:00",
    "http://127.0.0.1:5000, 127.0.0.1:5000/a",
    "localhost, localhost/a"
  })
  void aRegistryIsFoundHoweverItIsWritten(String key, String image) {
    assertThat(of("{\"auths\":{\"" + key + "\":{\"auth\":\"" + ANN + "\"}}}", image))
        .hasValueSatisfying(
            a -> {
              assertThat(a.getUsername()).isEqualTo("ann");
              assertThat(a.getPassword()).isEqualTo("p:w");
            });
  }

  @Test
  void anotherRegistryIsToldNothing() {
    assertThat(of("{\"auths\":{\"a.example\":{\"auth\":\"" + ANN + "\"}}}", "b.example/image"))
        .isEmpty();
  }

  @Test
  void theOldFormAndNamesInTheClearAndTokensAreTaken() {
    assertThat(of("{\"a.example\":{\"auth\":\"" + ANN + "\"}}", "a.example/i")).isPresent();
    assertThat(
            of(
                "{\"auths\":{\"a.example\":{\"username\":\"u\",\"password\":\"p\"}}}",
                "a.example/i"))
        .hasValueSatisfying(a -> assertThat(a.getUsername()).isEqualTo("u"));
    assertThat(of("{\"auths\":{\"a.example\":{\"identitytoken\":\"t\"}}}", "a.example/i"))
        .hasValueSatisfying(a -> assertThat(a.getIdentitytoken()).isEqualTo("t"));
  }

  @Test
  void whatIsWrongIsSaidWithoutShowingWhatIsInside() {
    assertThatThrownBy(() -> RegistryLogins.parse("{\"auths\":{\"secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the Docker configuration is no valid JSON")
        .hasNoCause();
    assertThatThrownBy(() -> RegistryLogins.parse("{\"auths\":{\"a\":{\"auth\":\"secret!\"}}}"))
        .hasMessage("the Docker configuration: an 'auth' is no base64");
    assertThatThrownBy(() -> RegistryLogins.parse("/no/such/file"))
        .hasMessageContaining("/no/such/file");
  }

  @Test
  void nothingIsPrinted() {
    assertThat(RegistryLogins.any("ann", "secret").toString()).doesNotContain("secret", "ann");
  }

  @Test
  void whatWasFetchedIntoTheSandboxIsFound(@TempDir Path sandbox) throws Exception {
    assertThat(RegistryLogins.in(sandbox)).isEmpty();
    Files.createDirectory(sandbox.resolve(".docker"));
    Files.writeString(
        sandbox.resolve(".docker/config.json"),
        "{\"auths\":{\"a.example\":{\"auth\":\"" + ANN + "\"}}}");

    assertThat(RegistryLogins.in(sandbox).orElseThrow().of(ImageName.parse("a.example/i")))
        .isPresent();
  }

  @Test
  void aHelperIsAnsweredForOnlyByTheAgentsOwnConfiguration() {
    String config = "{\"credHelpers\":{\"a.example\":\"no-such-helper\"}}";

    assertThatThrownBy(() -> of(config, "a.example/image"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("'docker-credential-no-such-helper' cannot be run");
    assertThatThrownBy(() -> RegistryLogins.ofTask(config).of(ImageName.parse("a.example/image")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("for the agent's own configuration only (--docker-config)");
    assertThat(RegistryLogins.ofTask(config).of(ImageName.parse("b.example/image"))).isEmpty();
  }

  @Test
  void theNameOfAHelperIsNoPath() {
    assertThatThrownBy(() -> RegistryLogins.parse("{\"credsStore\":\"../../bin/sh\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the Docker configuration: '../../bin/sh' cannot be the name of a helper");
  }
}
