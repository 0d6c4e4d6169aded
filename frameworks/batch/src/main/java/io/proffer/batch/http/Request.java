package io.proffer.batch.http;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.proffer.batch.json.InvalidObjectException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request.
 *
 * @param uri its path as it came
 * @param path decoded segments, none empty
 * @param query each parameter's values in order
 * @param mediaSubtype of the body, as {@code json}
 */
record Request(
    String method,
    String uri,
    List<String> path,
    Map<String, List<String>> query,
    ByteString body,
    String mediaSubtype) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectMapper YAML = new YAMLMapper();

  Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  /** Whether a parameter is {@code true}; anything else is not. */
  boolean flag(String name) {
    return parameter(name).map("true"::equalsIgnoreCase).orElse(false);
  }

  /** A parameter that is a number; anything else is as good as none. */
  long number(String name, long unset) {
    return parameter(name)
        .filter(text -> text.matches("-?[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(unset);
  }

  /** The segments of the path from one on. */
  List<String> rest(int from) {
    return path.subList(Math.min(from, path.size()), path.size());
  }

  /** The body, empty for none. */
  ObjectNode objectOrEmpty() throws HttpProblem, InvalidObjectException {
    return body.isEmpty() ? JsonNodeFactory.instance.objectNode() : object();
  }

  ObjectNode object() throws HttpProblem, InvalidObjectException {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw InvalidObjectException.of("/", "must be an object");
  }

  private JsonNode json() throws HttpProblem {
    boolean yaml = mediaSubtype.toLowerCase(Locale.ROOT).contains("yaml");
    try {
      JsonNode json = (yaml ? YAML : JSON).readTree(body.toArray());
      if (json == null || json.isMissingNode()) {
        throw HttpProblem.of(400, "Invalid Json: the body is empty");
      }
      return json;
    } catch (JsonProcessingException broken) {
      throw HttpProblem.of(
          400,
          "Invalid Json: %s (line %d, column %d)"
              .formatted(
                  broken.getOriginalMessage(),
                  broken.getLocation().getLineNr(),
                  broken.getLocation().getColumnNr()));
    } catch (IOException broken) {
      throw HttpProblem.of(400, "Invalid Json: " + broken.getMessage());
    }
  }
}
