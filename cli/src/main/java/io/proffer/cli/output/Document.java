package io.proffer.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.proffer.cli.Terminal;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * One thing, and how to show it.
 *
 * @param name what it is called
 * @param content all that is known of it
 */
public record Document(String name, JsonNode content) {

  /** Of text that is JSON. */
  public static Document of(String name, String json) {
    try {
      return new Document(name, new JsonMapper().readTree(json));
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException("what was to be JSON is not", broken);
    }
  }

  /**
   * Prints it on standard output.
   *
   * @param forPeople prints it when people are to read it
   */
  public void print(Terminal terminal, OutputFormat format, Consumer<Terminal> forPeople) {
    switch (format) {
      case table, wide -> forPeople.accept(terminal);
      case json -> terminal.print(content.toPrettyString());
      case jsonl -> terminal.print(content.toString());
      case yaml -> terminal.print(yaml());
      case name -> terminal.print(name);
    }
  }

  /** All that is known, as people read it. */
  public String yaml() {
    YAMLFactory factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();
    try {
      return new ObjectMapper(factory).writeValueAsString(content).stripTrailing();
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException("writing YAML to memory", broken);
    }
  }
}
