package io.proffer.agent.executor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.kernel.ExecutorClaims;
import io.proffer.agent.state.ExecutorKey;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens by which an agent knows its executors: JSON web tokens, signed with HMAC-SHA256, that
 * name the framework ({@code fid}), the executor ({@code eid}) and its container ({@code cid}). The
 * key is made once for a work directory, so that tokens outlive the agent. Safe for use by several
 * threads.
 */
public final class ExecutorTokens {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final SecretKeySpec key;

  private ExecutorTokens(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Tokens of the agent on this work directory.
   *
   * @param random gives the key of a new one
   * @throws UncheckedIOException when the key cannot be read or written
   */
  public static ExecutorTokens of(Path workDir, RandomGenerator random) {
    Path file = workDir.resolve("meta").resolve("executor-key");
    try {
      if (Files.exists(file)) {
        byte[] known = Files.readAllBytes(file);
        if (known.length == KEY_BYTES) {
          return new ExecutorTokens(known);
        }
      }
      byte[] fresh = new byte[KEY_BYTES];
      random.nextBytes(fresh);
      write(file, fresh);
      return new ExecutorTokens(fresh);
    } catch (IOException e) {
      throw new UncheckedIOException("the key of executors' tokens, " + file, e);
    }
  }

  private static void write(Path file, byte[] key) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Path fresh = file.resolveSibling("executor-key.new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, key);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The token by which an executor in this container proves who it is. */
  public String issue(ExecutorKey executor, ContainerId container) {
    ObjectNode header = JSON.createObjectNode().put("alg", "HS256").put("typ", "JWT");
    ObjectNode claims =
        JSON.createObjectNode()
            .put("cid", container.value())
            .put("eid", executor.executor().value())
            .put("fid", executor.framework().value());
    String signed = encode(header) + "." + encode(claims);
    return signed + "." + ENCODER.encodeToString(signature(signed));
  }

  /** Who has this token; empty when this agent did not issue it. */
  public Optional<ExecutorClaims> verify(String token) {
    int end = token.lastIndexOf('.');
    int middle = token.indexOf('.');
    if (middle < 0 || end == middle) {
      return Optional.empty();
    }
    try {
      byte[] given = DECODER.decode(token.substring(end + 1));
      if (!MessageDigest.isEqual(given, signature(token.substring(0, end)))) {
        return Optional.empty();
      }
      JsonNode header = JSON.readTree(DECODER.decode(token.substring(0, middle)));
      JsonNode claims = JSON.readTree(DECODER.decode(token.substring(middle + 1, end)));
      if (!header.path("alg").asText().equals("HS256")) {
        return Optional.empty();
      }
      return Optional.of(
          new ExecutorClaims(
              new ExecutorKey(
                  new FrameworkId(claims.path("fid").asText()),
                  new ExecutorId(claims.path("eid").asText())),
              new ContainerId(claims.path("cid").asText())));
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty(); // no token at all
    }
  }

  private static String encode(ObjectNode json) {
    return ENCODER.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private byte[] signature(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
