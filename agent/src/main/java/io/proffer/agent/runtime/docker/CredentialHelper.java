package io.proffer.agent.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that knows the logins for registries, {@code docker-credential-<name>}, as Docker's own
 * client runs it: it is given a registry and answers with a name and a password. What it says is
 * shown nowhere.
 *
 * @param program its name or path
 * @param patience how long it may take
 */
record CredentialHelper(String program, Duration patience) {

  private static final Logger LOG = LoggerFactory.getLogger(CredentialHelper.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_OUTPUT_BYTES = 64 << 10;

  /** What helpers say of a registry that they do not know. */
  private static final String UNKNOWN = "credentials not found";

  /** Instead of a name, when the secret is a token. */
  private static final String TOKEN = "<token>";

  /**
   * A name and a password.
   *
   * @param token whether the password is a token, which needs no name
   */
  record Login(String user, String password, boolean token) {
    @Override
    public String toString() {
      return "a login";
    }
  }

  /**
   * @throws IllegalArgumentException when a helper cannot have such a name
   */
  static CredentialHelper named(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a helper");
    }
    return new CredentialHelper("docker-credential-" + name, PATIENCE);
  }

  /**
   * Asks it; blocks as long as it takes.
   *
   * @return empty when it knows of none
   * @throws IllegalStateException when it fails, or takes too long; the message is for people
   */
  Optional<Login> login(String registry) {
    Process process;
    try {
      process =
          new ProcessBuilder(program, "get").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new IllegalStateException("'" + program + "' cannot be run", e);
    }
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.ofVirtual().name(program).start(() -> converse(process, registry, answer));
    try {
      String said = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return meaning(said, process.exitValue());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "'" + program + "' did not answer within " + patience.toMillis() / 1e3 + " s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "'" + program + "' failed: " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void converse(Process process, String registry, CompletableFuture<String> answer) {
    try {
      ask(process, registry);
      try (InputStream out = process.getInputStream()) {
        byte[] said = out.readNBytes(MAX_OUTPUT_BYTES + 1);
        if (said.length > MAX_OUTPUT_BYTES) {
          throw new IOException("it answered with more than " + MAX_OUTPUT_BYTES + " bytes");
        }
        process.waitFor();
        answer.complete(new String(said, StandardCharsets.UTF_8));
      }
    } catch (IOException | InterruptedException e) {
      answer.completeExceptionally(e);
    }
  }

  private static void ask(Process process, String registry) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(registry.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("a credential helper does not want to know the registry: {}", e.getMessage());
    }
  }

  private Optional<Login> meaning(String said, int status) {
    if (status != 0) {
      if (said.contains(UNKNOWN)) {
        return Optional.empty();
      }
      throw new IllegalStateException("'" + program + "' ended with status " + status);
    }
    JsonNode answer;
    try {
      answer = JSON.readTree(said);
    } catch (IOException e) {
      // Its own message shows a piece of the secret.
      throw new IllegalStateException("'" + program + "' answered with no valid JSON", null);
    }
    String user = answer.path("Username").asText("");
    String secret = answer.path("Secret").asText("");
    return secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(user, secret, user.equals(TOKEN)));
  }
}
