package io.proffer.batch.store;

import io.proffer.frameworks.common.secret.Keys;
import io.proffer.frameworks.common.secret.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Seals the secrets that are stored, where there are keys for it. */
public final class SecretSeal {

  /** Where there are none: no secret is stored. */
  public static final SecretSeal NONE = new SecretSeal(Optional.empty());

  private final Optional<Seal> seal;

  private SecretSeal(Optional<Seal> seal) {
    this.seal = seal;
  }

  public static SecretSeal with(Keys keys) {
    return new SecretSeal(Optional.of(new Seal(keys)));
  }

  /** Whether secrets can be stored. */
  public boolean isThere() {
    return seal.isPresent();
  }

  Seal.Sealed seal(String of, String secret) {
    return required(of).seal(of, secret.getBytes(StandardCharsets.UTF_8));
  }

  String open(String of, Seal.Sealed sealed) {
    try {
      return new String(required(of).open(of, sealed), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException trouble) {
      throw new IllegalStateException(
          "the secret of %s cannot be opened: %s".formatted(of, trouble.getMessage()), trouble);
    }
  }

  boolean isCurrent(Seal.Sealed sealed) {
    return seal.filter(s -> s.isCurrent(sealed)).isPresent();
  }

  private Seal required(String of) {
    return seal.orElseThrow(
        () ->
            new IllegalStateException(
                "the secret of " + of + " is sealed; start with the --secrets-key-file it had"));
  }
}
