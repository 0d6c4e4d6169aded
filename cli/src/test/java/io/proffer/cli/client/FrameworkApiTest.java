package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.config.LoginTokens;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frameworks that are asked themselves, or through a master that wants to know who asks. */
class FrameworkApiTest {

  private static final String JOBS = "/service/metronome/v1/jobs";

  private final FakeMaster master = new FakeMaster();
  private final FakeMaster other = new FakeMaster();
  private LoginTokens tokens = LoginTokens.of(Map.of());

  private static final class Metronome implements FrameworkApi.Words {

    @Override
    public String kind() {
      return "batch framework";
    }

    @Override
    public String flag() {
      return "--batch";
    }

    @Override
    public String list() {
      return "proffer job list";
    }

    @Override
    public Optional<String> conflict() {
      return Optional.empty();
    }
  }

  @BeforeEach
  void logIn(@TempDir Path home) {
    tokens = LoginTokens.of(Map.of("XDG_CONFIG_HOME", home.toString()));
    tokens.keep("t1", master.address());
  }

  @AfterEach
  void stop() {
    master.close();
    other.close();
  }

  private FrameworkApi through(FakeMaster at) {
    URI address = HttpAddress.parseFramework(at.address() + "/service/metronome", 1).orElseThrow();
    return new FrameworkApi(address, Optional.of(tokens), new Metronome());
  }

  private static FrameworkApi at(FakeMaster framework, LoginTokens tokens) {
    URI address = HttpAddress.parseFramework(framework.address(), 1).orElseThrow();
    return new FrameworkApi(address, Optional.of(tokens), new Metronome());
  }

  @Test
  void theMasterIsShownTheTokenThatItGave() {
    master.answering(JOBS, "[\"a\"]");

    assertThat(through(master).send("GET", "/v1/jobs", Optional.empty()).toString())
        .isEqualTo("[\"a\"]");
    assertThat(master.shown()).containsExactly("Bearer t1");
  }

  @Test
  void aFrameworkThatIsAskedItselfIsNotEvenIfItIsWhereTheMasterWas() {
    master.answering("/v1/jobs", "[]");

    assertThat(at(master, tokens).send("GET", "/v1/jobs", Optional.empty()).toString())
        .isEqualTo("[]");
    assertThat(master.shown()).containsExactly("");
  }

  @Test
  void theLeaderIsAskedInsteadWithTheTokenThatItGaveItself() {
    tokens.keep("t2", other.address());
    master.answeringAll(307, Map.of("Location", "//" + other.address() + "/x"), "");
    other.answering("GET_HEALTH", "{}").answering("RUN", "{\"id\":\"r1\"}");

    assertThat(
            through(master)
                .send(
                    "POST",
                    "/v1/jobs",
                    Optional.of(JsonNodeFactory.instance.objectNode().put("type", "RUN")))
                .path("id")
                .asText())
        .isEqualTo("r1");
    assertThat(other.shown()).containsExactly("Bearer t2", "Bearer t2");
    assertThat(other.asked()).last().isEqualTo("{\"type\":\"RUN\"}");
  }

  @Test
  void whereAFrameworkItselfLeadsIsNotFollowedWithWhatIsForMasters() {
    master.answeringAll(307, Map.of("Location", "http://" + other.address() + "/x"), "");
    master.answering("GET_HEALTH", "{}");

    assertThatThrownBy(() -> through(master).send("GET", "/v1/jobs", Optional.empty()))
        .isInstanceOf(CommandFailure.class);
    assertThat(other.shown()).isEmpty();
  }

  @Test
  void whoIsNotKnownIsToldWhatToDo() {
    master.answeringAll(401, Map.of("WWW-Authenticate", "Basic realm=\"x\""), "");

    assertThatThrownBy(() -> at(master, tokens).send("GET", "/v1/jobs", Optional.empty()))
        .hasMessageContaining("wants to know who you are");
    assertThatThrownBy(() -> through(master).send("GET", "/v1/jobs", Optional.empty()))
        .hasMessageContaining("does not take your login, or no more");
    tokens.forget(master.address());
    assertThatThrownBy(() -> through(master).send("GET", "/v1/jobs", Optional.empty()))
        .hasMessageContaining("the master at " + master.address() + " wants to know who you are");
  }

  @Test
  void aFrameworkThatDoesNotBelieveItsMasterIsNamed() {
    master.answeringAll(401, Map.of(), "{\"message\":\"Say who you are\"}");

    assertThatThrownBy(() -> through(master).send("GET", "/v1/jobs", Optional.empty()))
        .hasMessageContaining("does not take whom the master sends: Say who you are");
  }

  @ParameterizedTest
  @CsvSource({
    "h,                            http://h:8081",
    "h:1/,                         http://h:1",
    "https://h,                    https://h:8081",
    "http://m:5050/service/a,      http://m:5050/service/a",
    "m/service/a/,                 http://m:5050/service/a",
    "https://m/service/a-0001,     https://m:5050/service/a-0001"
  })
  void aFrameworkIsNamedByItsAddressOrByWhereAMasterLeadsToIt(String text, String address) {
    assertThat(HttpAddress.parseFramework(text, 8081)).contains(URI.create(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://m/x",
        "http://m/service/",
        "http://m/service",
        "http://m/service/a/v1/jobs",
        "m/service/a?b",
        "m/service/a b",
        "/service/a",
        "ftp://m/service/a"
      })
  void anythingElseNamesNone(String text) {
    assertThat(HttpAddress.parseFramework(text, 8081)).isEmpty();
  }
}
