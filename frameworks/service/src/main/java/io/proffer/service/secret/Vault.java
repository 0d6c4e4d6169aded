package io.proffer.service.secret;

import com.google.protobuf.ByteString;
import io.proffer.frameworks.common.secret.SecretStore;
import io.proffer.service.model.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals secrets (AES-GCM, a nonce for each, bound to the name and version) and opens them when
 * instances are launched. Thread-safe.
 */
public final class Vault implements SecretStore {

  private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final KeyFile keys;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SealedSecret> secrets = new ConcurrentHashMap<>();

  public Vault(KeyFile keys) {
    this.keys = keys;
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
    KeyFile.Key key = keys.first();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key.key(), nonce, name, version).doFinal(value);
      byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return new SealedSecret(
          name, version, now, key.id(), Base64.getEncoder().encodeToString(whole));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + CIPHER, impossible);
    }
  }

  /** Those sealed with a key that is not the first any more, sealed with that. */
  public List<SealedSecret> rotated(List<SealedSecret> sealed) {
    return sealed.stream()
        .filter(secret -> !secret.key().equals(keys.first().id()))
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
    Optional<SecretKey> key = keys.of(secret.key());
    if (key.isEmpty()) {
      LOG.error(
          "The secret '{}' is sealed with the key '{}', which the key file does not have",
          secret.name(),
          secret.key());
      return Optional.empty();
    }
    try {
      byte[] whole = Base64.getDecoder().decode(secret.sealed());
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, key.get(), nonce, secret.name(), secret.version());
      return Optional.of(cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES));
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      LOG.error("The secret '{}' cannot be opened: {}", secret.name(), broken.toString());
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String name, long version)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((name + "#" + version).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
