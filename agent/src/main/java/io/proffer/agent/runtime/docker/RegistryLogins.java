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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names and passwords for registries, as Docker's own {@code config.json} (or the older {@code
 * .dockercfg}) has them, or the helpers know that it names. Never printed.
 */
public final class RegistryLogins {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Docker's registry, as helpers know it. */
  private static final String HUB_ADDRESS = "https://index.docker.io/v1/";

  private final Map<String, Login> logins;
  private final Helpers helpers;

  /**
   * Programs that are asked for logins.
   *
   * @param ofRegistries by registry
   * @param ofOthers for all registries that have none of their own
   * @param trusted whether the agent may run them: not for a task, which could see by them into
   *     registries that are not its own
   */
  private record Helpers(
      Map<String, String> ofRegistries, Optional<String> ofOthers, boolean trusted) {

    static final Helpers NONE = new Helpers(Map.of(), Optional.empty(), true);

    Optional<CredentialHelper> of(String registry) {
      return Optional.ofNullable(ofRegistries.get(registry))
          .or(() -> ofOthers)
          .map(CredentialHelper::named);
    }
  }

  private record Login(String user, String password, String token) {
    @Override
    public String toString() {
      return "a login";
    }
  }

  private RegistryLogins(Map<String, Login> logins, Helpers helpers) {
    this.logins = Map.copyOf(logins);
    this.helpers = helpers;
  }

  /** None: registries are asked anonymously. */
  public static RegistryLogins none() {
    return new RegistryLogins(Map.of(), Helpers.NONE);
  }

  /** One name and password, for whichever registry an image is from. */
  static RegistryLogins any(String user, String password) {
    return new RegistryLogins(Map.of("", new Login(user, password, "")), Helpers.NONE);
  }

  /**
   * The agent's own.
   *
   * @param text the JSON itself, or the absolute path of a file that has it
   * @throws IllegalArgumentException when it is neither; the message says what is wrong, and shows
   *     nothing of what is inside
   */
  public static RegistryLogins parse(String text) {
    return parse(text, true);
  }

  /** Those a task brings along: what helpers it names is not run. */
  static RegistryLogins ofTask(String text) {
    return parse(text, false);
  }

  private static RegistryLogins parse(String text, boolean trusted) {
    if (!text.stripLeading().startsWith("/")) {
      return json(text, "the Docker configuration", trusted);
    }
    Path file = Path.of(text.strip());
    try {
      return json(Files.readString(file), file.toString(), trusted);
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
        return Optional.of(ofTask(file.toAbsolutePath().toString()));
      }
    }
    return Optional.empty();
  }

  private static RegistryLogins json(String text, String where, boolean trusted) {
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
    JsonNode auths = root.has("auths") || hasHelpers(root) ? root.path("auths") : root;
    auths
        .properties()
        .forEach(e -> login(e.getValue(), where).ifPresent(l -> logins.put(key(e.getKey()), l)));
    return new RegistryLogins(logins, helpers(root, where, trusted));
  }

  private static boolean hasHelpers(JsonNode root) {
    return root.has("credHelpers") || root.has("credsStore");
  }

  private static Helpers helpers(JsonNode root, String where, boolean trusted) {
    Map<String, String> ofRegistries = new LinkedHashMap<>();
    root.path("credHelpers")
        .properties()
        .forEach(e -> ofRegistries.put(key(e.getKey()), e.getValue().asText("")));
    Optional<String> ofOthers =
        Optional.of(root.path("credsStore").asText("")).filter(s -> !s.isEmpty());
    try {
      ofRegistries.values().forEach(CredentialHelper::named);
      ofOthers.ifPresent(CredentialHelper::named);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
    return new Helpers(Map.copyOf(ofRegistries), ofOthers, trusted);
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

  /**
   * What the engine is to tell an image's registry. Blocks while a helper is asked.
   *
   * @throws IllegalStateException when a helper fails, or may not be run; the message is for people
   */
  Optional<AuthConfig> of(ImageName image) {
    String registry = image.registry();
    @Nullable Login login =
        helped(registry).or(() -> Optional.ofNullable(logins.get(registry))).orElse(null);
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

  /** As in Docker's client, what a helper knows comes before what is in the file. */
  private Optional<Login> helped(String registry) {
    Optional<CredentialHelper> helper = helpers.of(registry);
    if (helper.isEmpty()) {
      return Optional.empty();
    }
    if (!helpers.trusted()) {
      if (logins.containsKey(registry)) {
        return Optional.empty();
      }
      throw new IllegalStateException(
          "the task's Docker configuration names the credential helper '"
              + helper.get().program()
              + "': helpers are run for the agent's own configuration only (--docker-config)");
    }
    return helper
        .get()
        .login(registry.equals(ImageName.DOCKER_HUB) ? HUB_ADDRESS : registry)
        .map(
            l ->
                l.token()
                    ? new Login("", "", l.password())
                    : new Login(l.user(), l.password(), ""));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistryLogins o
        && logins.equals(o.logins)
        && helpers.equals(o.helpers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(logins, helpers);
  }

  @Override
  public String toString() {
    return logins.size() + " registry logins";
  }
}
