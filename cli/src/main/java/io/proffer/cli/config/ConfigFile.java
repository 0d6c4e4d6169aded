package io.proffer.cli.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A daemon's YAML file: a flat mapping of keys to single values, each key the name of a flag with
 * underscores for hyphens ({@code work_dir: /var/lib/proffer}).
 *
 * @param path the file
 * @param entries its values by key, in the file's order
 */
public record ConfigFile(Path path, Map<String, Entry> entries) {

  /**
   * A value and where it stands.
   *
   * @param value as text
   * @param line counted from 1
   */
  public record Entry(String value, int line) {}

  /**
   * Reads a file.
   *
   * @throws CommandFailure when it cannot be read or is not a flat mapping; the message names file
   *     and line
   */
  public static ConfigFile read(Path path) {
    if (Files.isDirectory(path)) {
      throw unreadable(path, "a directory");
    }
    try (JsonParser yaml = new YAMLFactory().createParser(Files.newInputStream(path))) {
      return new ConfigFile(path, entries(path, yaml));
    } catch (JsonProcessingException broken) {
      JsonLocation at = broken.getLocation();
      throw wrong(path, at == null ? 1 : at.getLineNr(), "not YAML: " + inOneLine(broken));
    } catch (IOException unreadable) {
      throw unreadable(path, reason(unreadable));
    }
  }

  private static CommandFailure unreadable(Path path, String why) {
    return CommandFailure.of(
        ExitCode.USAGE,
        "cannot read the configuration file " + path + " (" + why + ")",
        "Name an existing, readable YAML file with --config, or leave the flag out.");
  }

  /** Without the excerpts of the file, which are indented: who reads this has the file. */
  private static String inOneLine(JsonProcessingException broken) {
    return String.valueOf(broken.getOriginalMessage())
        .lines()
        .filter(line -> !line.startsWith(" "))
        .collect(Collectors.joining(": "));
  }

  private static Map<String, Entry> entries(Path path, JsonParser yaml) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    JsonToken first = yaml.nextToken();
    if (first == null) {
      return entries;
    }
    if (first != JsonToken.START_OBJECT) {
      throw wrong(path, line(yaml), "expected lines of the form 'key: value'");
    }
    while (yaml.nextToken() != JsonToken.END_OBJECT) {
      String key = yaml.currentName().replace('-', '_');
      int line = line(yaml);
      if (!yaml.nextToken().isScalarValue()) {
        throw wrong(path, line, "'" + key + "' must be a single value, not a list or a mapping");
      }
      Entry before = entries.putIfAbsent(key, new Entry(yaml.getText(), line));
      if (before != null) {
        throw wrong(path, line, "'" + key + "' was already set on line " + before.line());
      }
    }
    return entries;
  }

  /**
   * Checks that every key is one of the given.
   *
   * @param command for the message, such as {@code agent}
   * @throws CommandFailure naming file, line and the nearest known key of the first unknown one
   */
  public void requireKnown(String command, Collection<String> known) {
    entries.forEach(
        (key, entry) -> {
          if (!known.contains(key)) {
            throw wrong(
                path,
                entry.line(),
                "unknown key '" + key + "'" + Nearest.suggestion(key, known),
                "Known keys of 'proffer " + command + "': " + String.join(", ", known) + ".");
          }
        });
  }

  /** The value of a key. */
  public Optional<Entry> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  private static int line(JsonParser yaml) {
    return yaml.currentTokenLocation().getLineNr();
  }

  private static String reason(IOException unreadable) {
    return Files.exists(Path.of(String.valueOf(unreadable.getMessage())))
        ? "no permission"
        : unreadable instanceof java.nio.file.NoSuchFileException
            ? "no such file"
            : String.valueOf(unreadable.getMessage());
  }

  private static CommandFailure wrong(Path path, int line, String what) {
    return CommandFailure.of(ExitCode.USAGE, path + ":" + line + ": " + what);
  }

  private static CommandFailure wrong(Path path, int line, String what, String hint) {
    return CommandFailure.of(ExitCode.USAGE, path + ":" + line + ": " + what, hint);
  }
}
