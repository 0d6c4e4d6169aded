package io.proffer.agent.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names and passwords for registries, as Docker's own {@code config.json} (or the older {@code
 * .dockercfg}) has them. Never printed.
 */
public final class RegistryLogins {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Login> logins;

  private record Login(String user, String password, String token) {
    @Override
    public String toString() {
      return "a login";
    }
  }

  private RegistryLogins(Map<String, Login> logins) {
    this.logins = Map.copyOf(logins);
  }

  /** None: registries are asked anonymously. */
  public static RegistryLogins none() {
    return new RegistryLogins(Map.of());
  }

  /** One name and password, for whichever registry an image is from. */
  static RegistryLogins any(String user, String password) {
    return new RegistryLogins(Map.of("", new Login(user, password, "")));
  }

  /**
   * @param text the JSON itself, or the absolute path of a file that has it
   * @throws IllegalArgumentException when it is neither; the message says what is wrong, and shows
   *     nothing of what is inside
   */
  public static RegistryLogins parse(String text) {
    if (!text.stripLeading().startsWith("/")) {
      return json(text, "the Docker configuration");
    }
    Path file = Path.of(text.strip());
    try {
      return json(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the Docker configuration cannot be read: " + e.getMessage(), e);
    }
  }

  /** What a fetched configuration in a sandbox says; empty when there is none. */
  static Optional<RegistryLogins> in(Path sandbox) {
    for (Path name : new Path[] {Path.of(".docker", "config.json"), Path.of(".dockercfg")}) {
      Path file = sandbox.resolve(name);
      if (Files.isRegularFile(file)) {
        return Optional.of(parse(file.toAbsolutePath().toString()));
      }
    }
    return Optional.empty();
  }

  private static RegistryLogins json(String text, String where) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // Its own message shows a piece of the text.
      throw new IllegalArgumentException(where + " is no valid JSON", null);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException(where + " is no JSON object");
    }
    Map<String, Login> logins = new LinkedHashMap<>();
    JsonNode auths = root.has("auths") ? root.path("auths") : root;
    auths
        .properties()
        .forEach(e -> login(e.getValue(), where).ifPresent(l -> logins.put(key(e.getKey()), l)));
    return new RegistryLogins(logins);
  }

  private static Optional<Login> login(JsonNode entry, String where) {
    String user = entry.path("username").asText("");
    String password = entry.path("password").asText("");
    String token = entry.path("identitytoken").asText("");
    String auth = entry.path("auth").asText("");
    if (!auth.isEmpty()) {
      String pair;
      try {
        pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where + ": an 'auth' is no base64", null);
      }
      int colon = pair.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(where + ": an 'auth' is not user:password in base64");
      }
      user = pair.substring(0, colon);
      password = pair.substring(colon + 1).replace("\0", "");
    }
    return user.isEmpty() && token.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(user, password, token));
  }

  /** A registry's name without what people write around it. */
  private static String key(String registry) {
    String bare = registry.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return switch (bare) {
      case "index.docker.io", "registry-1.docker.io" -> ImageName.DOCKER_HUB;
      default -> bare;
    };
  }

  /** What the engine is to tell an image's registry. */
  Optional<AuthConfig> of(ImageName image) {
    String registry = image.registry();
    @Nullable Login login = logins.get(registry);
    if (login == null) {
      login = logins.get("");
    }
    if (login == null) {
      return Optional.empty();
    }
    AuthConfig auth = new AuthConfig().withRegistryAddress(registry);
    return Optional.of(
        login.token().isEmpty()
            ? auth.withUsername(login.user()).withPassword(login.password())
            : auth.withIdentityToken(login.token()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistryLogins o && logins.equals(o.logins);
  }

  @Override
  public int hashCode() {
    return logins.hashCode();
  }

  @Override
  public String toString() {
    return logins.size() + " registry logins";
  }
}
