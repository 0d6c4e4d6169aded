package io.proffer.service.secret;

import com.google.protobuf.ByteString;
import io.proffer.frameworks.common.secret.Keys;
import io.proffer.frameworks.common.secret.Seal;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.service.model.SealedSecret;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals secrets, bound to name and version, and opens them when instances are launched.
 * Thread-safe.
 */
public final class Vault implements SecretStore {

  private static final Logger LOG = LoggerFactory.getLogger(Vault.class);

  private final Seal seal;
  private final Map<String, SealedSecret> secrets = new ConcurrentHashMap<>();

  public Vault(Keys keys) {
    this.seal = new Seal(keys);
  }

  /** Knows these from now on. */
  public void know(List<SealedSecret> sealed) {
    sealed.forEach(secret -> secrets.put(secret.name(), secret));
  }

  /** Knows this one no more. */
  public void forget(String name) {
    secrets.remove(name);
  }

  /** The value sealed as the next version of the secret. */
  public SealedSecret seal(String name, byte[] value, long version, Instant now) {
    Seal.Sealed sealed = seal.seal(of(name, version), value);
    return new SealedSecret(name, version, now, sealed.key(), sealed.text());
  }

  /** Those sealed with a key that is not the first any more, sealed with that. */
  public List<SealedSecret> rotated(List<SealedSecret> sealed) {
    return sealed.stream()
        .filter(secret -> !seal.isCurrent(sealed(secret)))
        .flatMap(
            secret ->
                open(secret)
                    .map(value -> seal(secret.name(), value, secret.version(), secret.changedAt()))
                    .stream())
        .toList();
  }

  @Override
  public Optional<ByteString> value(String source) {
    return Optional.ofNullable(secrets.get(source)).flatMap(this::open).map(ByteString::copyFrom);
  }

  private Optional<byte[]> open(SealedSecret secret) {
    try {
      return Optional.of(seal.open(of(secret.name(), secret.version()), sealed(secret)));
    } catch (GeneralSecurityException trouble) {
      LOG.error("The secret '{}' cannot be opened: {}", secret.name(), trouble.toString());
      return Optional.empty();
    }
  }

  private static Seal.Sealed sealed(SealedSecret secret) {
    return new Seal.Sealed(secret.key(), secret.sealed());
  }

  private static String of(String name, long version) {
    return name + "#" + version;
  }
}
