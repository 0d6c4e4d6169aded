package io.proffer.frameworks.common.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals values (AES-GCM, a nonce for each) with the first of some keys, and opens what any of them
 * has sealed. What is sealed is bound to what it is of: it cannot be opened as another.
 * Thread-safe.
 */
public final class Seal {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Keys keys;
  private final SecureRandom random = new SecureRandom();

  /**
   * A sealed value.
   *
   * @param key the name of the key that opens it
   * @param text nonce and value in Base64
   */
  public record Sealed(String key, String text) {}

  public Seal(Keys keys) {
    this.keys = keys;
  }

  /**
   * Seals a value.
   *
   * @param of what it is of, to be said again when it is opened
   */
  public Sealed seal(String of, byte[] value) {
    Keys.Key key = keys.first();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key.key(), nonce, of).doFinal(value);
      byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return new Sealed(key.id(), Base64.getEncoder().encodeToString(whole));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + CIPHER, impossible);
    }
  }

  /**
   * What was sealed.
   *
   * @throws GeneralSecurityException when it cannot be opened, with the reason
   */
  public byte[] open(String of, Sealed sealed) throws GeneralSecurityException {
    Optional<SecretKey> key = keys.of(sealed.key());
    if (key.isEmpty()) {
      throw new GeneralSecurityException(
          "it is sealed with the key '" + sealed.key() + "', which is not among the keys");
    }
    try {
      byte[] whole = Base64.getDecoder().decode(sealed.text());
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), nonce, of);
      return cipher.doFinal(whole, NONCE_BYTES, Math.max(0, whole.length - NONCE_BYTES));
    } catch (IllegalArgumentException broken) {
      throw new GeneralSecurityException("it is broken: " + broken.getMessage(), broken);
    }
  }

  /** Whether it is sealed with the first key. */
  public boolean isCurrent(Sealed sealed) {
    return sealed.key().equals(keys.first().id());
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String of)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(of.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
