package io.proffer.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that masters gave a person, beside the contexts in {@code tokens.json}, which nobody
 * else can read. Each is shown to the master it is from and to no other.
 */
public final class LoginTokens {

  private final Optional<Path> file;
  private final JsonMapper mapper = new JsonMapper();

  private LoginTokens(Optional<Path> file) {
    this.file = file;
  }

  /** Those of the person whose environment this is; who has no home has none. */
  public static LoginTokens of(Map<String, String> environment) {
    return new LoginTokens(
        Contexts.file(environment).map(contexts -> contexts.resolveSibling("tokens.json")));
  }

  /**
   * The token of a master.
   *
   * @param masters the names it goes by: what {@code --master} says, or {@code host:port}
   */
  public Optional<String> find(String... masters) {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return Optional.empty();
    }
    ObjectNode known = read(file.get());
    for (String master : masters) {
      String token = known.path(master).asText();
      if (!token.isEmpty()) {
        return Optional.of(token);
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps a token.
   *
   * @return the file it is in
   */
  public Path keep(String token, String... masters) {
    Path path =
        file.orElseThrow(
            () ->
                CommandFailure.of(
                    ExitCode.FAILED,
                    "there is no place to keep a token",
                    "HOME and XDG_CONFIG_HOME are not set."));
    ObjectNode known = read(path);
    for (String master : masters) {
      known.put(master, token);
    }
    write(path, known);
    return path;
  }

  /**
   * Forgets the token of a master, by all its names.
   *
   * @return whether there was one
   */
  public boolean forget(String... masters) {
    Optional<String> token = find(masters);
    if (token.isEmpty()) {
      return false;
    }
    ObjectNode left = mapper.createObjectNode();
    for (Map.Entry<String, JsonNode> one : read(file.orElseThrow()).properties()) {
      if (!one.getValue().asText().equals(token.get())) {
        left.set(one.getKey(), one.getValue());
      }
    }
    write(file.orElseThrow(), left);
    return true;
  }

  private ObjectNode read(Path path) {
    try {
      return mapper.readTree(Files.readAllBytes(path)) instanceof ObjectNode known
          ? known
          : mapper.createObjectNode();
    } catch (NoSuchFileException none) {
      return mapper.createObjectNode();
    } catch (JsonProcessingException broken) {
      throw CommandFailure.of(
          ExitCode.FAILED, path + " is damaged", "Remove it, and log in again.");
    } catch (IOException unreadable) {
      throw CommandFailure.of(ExitCode.FAILED, path + " cannot be read");
    }
  }

  private void write(Path path, ObjectNode known) {
    Path directory = path.toAbsolutePath().getParent();
    try {
      Files.createDirectories(directory);
      Path fresh =
          Files.createTempFile(
              directory,
              "tokens",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, mapper.writeValueAsBytes(known));
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw CommandFailure.of(
          ExitCode.FAILED, path + " cannot be written: " + failure.getMessage());
    }
  }
}
