package io.proffer.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is believed to be whom. */
class AuthenticationTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Credential ADA = new Credential("ada", "lo:ve lace");
  private static final byte[] KEY = key(1);

  private final Tokens tokens = new Tokens(KEY, "lab");
  private final Authentication authentication =
      new Authentication(new Credentials(List.of(ADA)), tokens, Set.of(Realm.READWRITE));

  private static byte[] key(int filling) {
    byte[] key = new byte[Tokens.KEY_BYTES];
    Arrays.fill(key, (byte) filling);
    return key;
  }

  private Authentication.Verdict shown(String authorization) {
    return check(Realm.READWRITE, Optional.of(authorization), Optional.empty());
  }

  private Authentication.Verdict check(
      Realm realm, Optional<String> authorization, Optional<String> cookie) {
    return authentication.check(realm, authorization, cookie, "10.0.0.1", NOW);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCredentialProvesItsPrincipal() {
    assertThat(shown(ADA.authorization())).isEqualTo(new Authentication.Proved("ada", false));
    assertThat(shown(ADA.authorization().replace("Basic", "basic")))
        .isEqualTo(new Authentication.Proved("ada", false));
  }

  @Test
  void nothingElseDoes() {
    for (String wrong :
        List.of(
            basic("ada:love"),
            basic("bob:lo:ve lace"),
            basic(":"),
            basic("ada"),
            "Basic ???",
            "Basic",
            "",
            "Digest username=ada",
            "Bearer ",
            "Bearer p1.YWRh.99999999999.AAAA")) {
      assertThat(shown(wrong)).as(wrong).isEqualTo(new Authentication.Unknown(true));
    }
    assertThat(check(Realm.READWRITE, Optional.empty(), Optional.empty()))
        .isEqualTo(new Authentication.Unknown(false));
  }

  @Test
  void whereNobodyIsAskedNothingIsLookedAt() {
    assertThat(check(Realm.READONLY, Optional.of(basic("ada:wrong")), Optional.empty()))
        .isEqualTo(new Authentication.NotAsked());
  }

  @Test
  void aTokenStandsForItsPrincipalUntilItEnds() {
    String token = tokens.issue("ada", NOW);

    assertThat(shown("Bearer " + token)).isEqualTo(new Authentication.Proved("ada", false));
    assertThat(check(Realm.READWRITE, Optional.empty(), Optional.of(token)))
        .isEqualTo(new Authentication.Proved("ada", true));
    assertThat(tokens.verify(token, NOW.plus(Tokens.LIFE).minusSeconds(1))).isPresent();
    assertThat(tokens.verify(token, NOW.plus(Tokens.LIFE))).isEmpty();
  }

  @Test
  void aTokenThatWasChangedOrIsOfAnotherClusterIsNone() {
    String token = tokens.issue("ada", NOW);
    String[] parts = token.split("\\.", -1);
    String longer = parts[0] + "." + parts[1] + "." + (Long.parseLong(parts[2]) + 1);

    assertThat(tokens.verify(longer + "." + parts[3], NOW)).isEmpty();
    assertThat(tokens.verify(token.replace("YWRh", "Ym9i"), NOW)).isEmpty();
    assertThat(tokens.verify(token + "A", NOW)).isEmpty();
    assertThat(tokens.verify(token.substring(0, token.lastIndexOf('.')), NOW)).isEmpty();
    assertThat(new Tokens(KEY, "prod").verify(token, NOW)).isEmpty();
    assertThat(new Tokens(key(2), "lab").verify(token, NOW)).isEmpty();
  }

  @Test
  void aTokenOfSomebodyWhoIsKnownNoMoreIsNone() {
    assertThat(shown("Bearer " + tokens.issue("bob", NOW)))
        .isEqualTo(new Authentication.Unknown(true));
  }

  @Test
  void whoGuessesHasToWaitButTokensAreLookedAt() {
    for (int i = 0; i < Attempts.AT_ONCE; i++) {
      assertThat(shown(basic("ada:guess" + i))).isEqualTo(new Authentication.Unknown(true));
    }
    Proof.TooOften often = new Proof.TooOften(Attempts.ONE_EACH);

    assertThat(shown(ADA.authorization())).isEqualTo(new Authentication.Early(often));
    assertThat(often.seconds()).isEqualTo(Attempts.ONE_EACH.toSeconds());
    assertThat(shown("Bearer " + tokens.issue("ada", NOW)))
        .isEqualTo(new Authentication.Proved("ada", false));
  }

  @Test
  void noSecretGetsIntoALog() {
    assertThat(ADA.toString() + new Credentials(List.of(ADA)) + authentication)
        .contains("ada")
        .doesNotContain("lace");
  }
}
