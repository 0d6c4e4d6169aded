package io.proffer.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whom servers behind the master let in. */
class VisitorsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Credential ADA = new Credential("ada", "lovelace");

  private final ProxyKey key = ProxyKey.make(new Random(1));
  private final Visitors visitors = new Visitors(Optional.of(new Credentials(List.of(ADA))), key);

  private static String principal(Visitors visitors, String authorization, Instant now) {
    return switch (visitors.prove(authorization, "10.0.0.1", now)) {
      case Proof.Of of -> of.claims().principal();
      case Proof.Failed failed -> "nobody";
      case Proof.TooOften often -> "too often";
    };
  }

  @Test
  void thoseWhomTheMasterSendsAreKnownByTheKey() {
    ProxyKey atTheMaster = ProxyKey.parse(key.value()).orElseThrow();

    assertThat(principal(visitors, atTheMaster.authorization(Optional.of("bob"), NOW), NOW))
        .isEqualTo("bob");
    assertThat(principal(visitors, atTheMaster.authorization(Optional.empty(), NOW), NOW))
        .isEmpty();
  }

  @Test
  void whatOneServerIsShownIsNothingToAnother() {
    Visitors others = new Visitors(Optional.empty(), ProxyKey.make(new Random(2)));

    assertThat(principal(others, key.authorization(Optional.of("bob"), NOW), NOW))
        .isEqualTo("nobody");
    assertThat(principal(others, ADA.authorization(), NOW)).isEqualTo("nobody");
  }

  @Test
  void nobodyStaysForEverWithoutTheMaster() {
    String shown = key.authorization(Optional.of("bob"), NOW);

    assertThat(principal(visitors, shown, NOW.plus(Duration.ofMinutes(59)))).isEqualTo("bob");
    assertThat(principal(visitors, shown, NOW.plus(Duration.ofMinutes(60)))).isEqualTo("nobody");
  }

  @Test
  void thoseWhomItKnowsShowTheirCredential() {
    assertThat(principal(visitors, ADA.authorization(), NOW)).isEqualTo("ada");
    assertThat(principal(visitors, new Credential("ada", "x").authorization(), NOW))
        .isEqualTo("nobody");
    assertThat(principal(visitors, "Bearer x", NOW)).isEqualTo("nobody");
    assertThat(principal(visitors, "", NOW)).isEqualTo("nobody");
  }

  @Test
  void guessesAreBounded() {
    for (int i = 0; i < Attempts.AT_ONCE; i++) {
      assertThat(principal(visitors, new Credential("ada", "x" + i).authorization(), NOW))
          .isEqualTo("nobody");
    }
    assertThat(principal(visitors, ADA.authorization(), NOW)).isEqualTo("too often");
    assertThat(principal(visitors, key.authorization(Optional.of("bob"), NOW), NOW))
        .isEqualTo("bob");
  }

  @Test
  void aKeyThatIsNoneIsNotTaken() {
    for (String none : List.of("", "abc", "???", key.value() + "AAAA", key.value().substring(8))) {
      assertThat(ProxyKey.parse(none)).as(none).isEmpty();
    }
    assertThat(key.toString()).doesNotContain(key.value());
  }
}
