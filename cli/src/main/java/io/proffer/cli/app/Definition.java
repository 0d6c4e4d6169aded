package io.proffer.cli.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An app or a group as somebody wrote it down. */
public final class Definition {

  private static final String STANDARD_INPUT = "-";
  private static final int MAX_BYTES = 8 << 20;

  private Definition() {}

  /**
   * Reads one object of JSON, or of YAML from a file that is called so.
   *
   * @param file {@code -} for standard input
   * @throws CommandFailure (usage) when there is no such file, or it holds something else; names
   *     the line and the column
   */
  public static ObjectNode read(String file, Terminal terminal) {
    boolean yaml = file.endsWith(".yaml") || file.endsWith(".yml");
    ObjectMapper mapper = yaml ? new YAMLMapper() : new JsonMapper();
    String name = file.equals(STANDARD_INPUT) ? "standard input" : file;
    try {
      JsonNode read =
          mapper
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(bytes(file, terminal));
      if (read instanceof ObjectNode object) {
        return object;
      }
      throw CommandFailure.of(
          ExitCode.USAGE, name + ":1:1: one object is expected, { ... }, not " + kind(read));
    } catch (JsonProcessingException broken) {
      JsonLocation at = broken.getLocation();
      String where = at == null ? "1:1" : at.getLineNr() + ":" + at.getColumnNr();
      throw CommandFailure.of(
          ExitCode.USAGE,
          "%s:%s: not %s: %s"
              .formatted(
                  name, where, yaml ? "YAML" : "JSON", firstLine(broken.getOriginalMessage())));
    } catch (NoSuchFileException missing) {
      throw CommandFailure.of(ExitCode.USAGE, "there is no file '" + file + "'");
    } catch (IOException unreadable) {
      throw CommandFailure.of(
          ExitCode.USAGE, "cannot read " + name + ": " + unreadable.getMessage());
    }
  }

  private static byte[] bytes(String file, Terminal terminal) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return terminal.in().readNBytes(MAX_BYTES);
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new IOException("it is a directory");
    }
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException("it has more than " + (MAX_BYTES >> 20) + " MB");
    }
    return Files.readAllBytes(path);
  }

  private static String kind(JsonNode read) {
    return switch (read.getNodeType()) {
      case ARRAY -> "a list";
      case MISSING, NULL -> "nothing";
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a truth value";
      case BINARY, OBJECT, POJO -> "that";
    };
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }

  /**
   * What names the object, as a path.
   *
   * @throws CommandFailure (usage) when it has no name
   */
  public static String id(ObjectNode object, String file) {
    String id = object.path("id").asText("");
    if (id.isBlank()) {
      throw CommandFailure.of(
          ExitCode.USAGE, file + ": the object has no \"id\"", "Give it one, such as \"/web\".");
    }
    return path(id);
  }

  /** An id as a path: {@code web} is {@code /web}. */
  public static String path(String id) {
    String path = id.startsWith("/") ? id : "/" + id;
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
