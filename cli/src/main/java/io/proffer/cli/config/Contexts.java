package io.proffer.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The clusters that somebody works with, by name, in {@code ~/.config/proffer/contexts.yaml}.
 *
 * @param path where they are kept; the file need not be there
 * @param current the one in use
 * @param named whom each asks, by the keys of {@link #KEYS}
 */
public record Contexts(
    Path path, Optional<String> current, SortedMap<String, SortedMap<String, String>> named) {

  /** What a context may say: the flags by which client commands are told whom to ask. */
  public static final List<String> KEYS = List.of("batch", "master", "service");

  /** Keeps its own copies. */
  public Contexts {
    SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
    named.forEach(
        (name, values) -> copy.put(name, Collections.unmodifiableSortedMap(new TreeMap<>(values))));
    named = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Where a person keeps them: below {@code XDG_CONFIG_HOME}, or {@code ~/.config}.
   *
   * @return empty for who has no home
   */
  public static Optional<Path> file(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
        .filter(dir -> !dir.isEmpty())
        .map(Path::of)
        .or(
            () ->
                Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".config")))
        .map(dir -> dir.resolve("proffer").resolve("contexts.yaml"));
  }

  /**
   * Reads a person's; none where there is no file.
   *
   * @throws CommandFailure when it cannot be read, or says what no context can
   */
  public static Contexts read(Map<String, String> environment) {
    Path path =
        file(environment)
            .orElseThrow(
                () ->
                    CommandFailure.of(
                        ExitCode.FAILED,
                        "there is no place for contexts",
                        "HOME and XDG_CONFIG_HOME are not set."));
    try {
      return of(path, new ObjectMapper(new YAMLFactory()).readTree(Files.readAllBytes(path)));
    } catch (NoSuchFileException none) {
      return new Contexts(path, Optional.empty(), new TreeMap<>());
    } catch (JsonProcessingException broken) {
      throw wrong(path, "is not YAML: " + broken.getOriginalMessage());
    } catch (IOException unreadable) {
      throw wrong(path, "cannot be read: " + unreadable.getMessage());
    }
  }

  private static Contexts of(Path path, JsonNode file) {
    SortedMap<String, SortedMap<String, String>> named = new TreeMap<>();
    for (Map.Entry<String, JsonNode> context : file.path("contexts").properties()) {
      SortedMap<String, String> values = new TreeMap<>();
      for (Map.Entry<String, JsonNode> value : context.getValue().properties()) {
        requireKnown(path, context.getKey(), value.getKey());
        values.put(value.getKey(), value.getValue().asText());
      }
      named.put(context.getKey(), values);
    }
    return new Contexts(path, Optional.ofNullable(file.path("current").textValue()), named);
  }

  private static void requireKnown(Path path, String context, String key) {
    if (!KEYS.contains(key)) {
      throw wrong(
          path,
          "says '%s' of context '%s', which may say %s%s"
              .formatted(key, context, String.join(", ", KEYS), Nearest.suggestion(key, KEYS)));
    }
  }

  private static CommandFailure wrong(Path path, String what) {
    return CommandFailure.of(ExitCode.USAGE, path + " " + what);
  }

  /**
   * One of them.
   *
   * @throws CommandFailure when there is none of that name
   */
  public SortedMap<String, String> get(String name) {
    SortedMap<String, String> values = named.get(name);
    if (values == null) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND,
          "there is no context '" + name + "'" + Nearest.suggestion(name, named.keySet()),
          "See 'proffer context list'; 'proffer context set "
              + name
              + " --to-master ...' makes it.");
    }
    return values;
  }

  /** With one more, or another in its place. The first is in use. */
  public Contexts with(String name, SortedMap<String, String> values) {
    SortedMap<String, SortedMap<String, String>> more = new TreeMap<>(named);
    more.put(name, values);
    return new Contexts(path, current.or(() -> Optional.of(name)), more);
  }

  /** Without one; none is in use if it was. */
  public Contexts without(String name) {
    get(name);
    SortedMap<String, SortedMap<String, String>> fewer = new TreeMap<>(named);
    fewer.remove(name);
    return new Contexts(path, current.filter(used -> !used.equals(name)), fewer);
  }

  /** With another in use. */
  public Contexts using(String name) {
    get(name);
    return new Contexts(path, Optional.of(name), named);
  }

  /**
   * Writes them to where they were read from, in one step.
   *
   * @throws CommandFailure when that fails
   */
  public void write() {
    YAMLFactory yaml =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();
    ObjectMapper mapper = new ObjectMapper(yaml);
    ObjectNode file = mapper.createObjectNode();
    current.ifPresent(name -> file.put("current", name));
    ObjectNode contexts = file.putObject("contexts");
    named.forEach((name, values) -> values.forEach(contexts.withObjectProperty(name)::put));
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Path fresh = path.resolveSibling(path.getFileName() + ".new");
      Files.write(fresh, mapper.writeValueAsBytes(file));
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw CommandFailure.of(
          ExitCode.FAILED, path + " cannot be written: " + failure.getMessage());
    }
  }
}
