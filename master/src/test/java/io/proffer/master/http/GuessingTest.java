package io.proffer.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.core.security.Attempts;
import io.proffer.core.security.Authentication;
import io.proffer.core.security.Credential;
import io.proffer.core.security.Credentials;
import io.proffer.core.security.Realm;
import io.proffer.core.security.Tokens;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.master.RawHttp;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who guesses passwords, on the wire. */
class GuessingTest {

  private static final Credential ADA = new Credential("ada", "lovelace");
  private static final Credential BOB = new Credential("bob", "builder");

  private MasterServer master;

  @BeforeEach
  void start(@TempDir Path workDir) throws Exception {
    Authentication everywhere =
        new Authentication(
            new Credentials(List.of(ADA, BOB)),
            new Tokens(new byte[Tokens.KEY_BYTES], "proffer"),
            EnumSet.allOf(Realm.class));
    master = MasterServer.start(MasterOptions.standalone(workDir).withAuthentication(everywhere));
    master.leading().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private RawHttp.Answer ask(String method, String path, Credential shown) {
    return RawHttp.ask(
        master, method, path, List.of("Authorization: " + shown.authorization()), new byte[0]);
  }

  @ParameterizedTest
  @CsvSource({"POST, /login", "GET, /login", "GET, /state", "POST, /api/v1", "GET, /agent/link"})
  void whoGuessesIsToldToWaitWhereverHeDoes(String method, String path) {
    assertThat(ask("GET", "/state", BOB).status()).isEqualTo(200);
    for (int i = 0; i < Attempts.AT_ONCE; i++) {
      ask(method, path, new Credential("ada", "guess" + i));
    }

    RawHttp.Answer answer = ask(method, path, new Credential("ada", "another"));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text()).contains("Too many wrong passwords", "try again in");
    assertThat(Integer.parseInt(answer.head().header("retry-after").orElse("0")))
        .isBetween(1, (int) Attempts.ONE_EACH.toSeconds());
    assertThat(ask("POST", "/login", ADA).status()).as("the right one, new here").isEqualTo(429);
    assertThat(ask("GET", "/state", BOB).status()).as("known here before").isEqualTo(200);
  }

  @Test
  void whoIsKnownAlreadyIsNotAskedToWaitForHisToken() {
    RawHttp.Answer login = ask("POST", "/login", ADA);
    assertThat(login.status()).isEqualTo(200);
    String token = login.text().replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
    for (int i = 0; i <= Attempts.AT_ONCE; i++) {
      ask("POST", "/login", new Credential("ada", "guess" + i));
    }

    assertThat(
            RawHttp.ask(
                    master, "GET", "/state", List.of("Authorization: Bearer " + token), new byte[0])
                .status())
        .isEqualTo(200);
  }
}
