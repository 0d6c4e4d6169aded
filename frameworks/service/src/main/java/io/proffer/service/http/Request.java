package io.proffer.service.http;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.frameworks.common.http.MediaType;
import io.proffer.service.json.InvalidObjectException;
import io.proffer.service.json.YamlTree;
import io.proffer.service.model.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param path decoded segments, none empty
 * @param query each parameter's values in order
 * @param accept the Accept header; empty: anything
 * @param contentType of the body; empty: JSON
 * @param lastEventId the last event that a client has seen which comes back for more
 */
record Request(
    String method,
    String uri,
    List<String> path,
    Map<String, List<String>> query,
    ByteString body,
    String clientIp,
    String accept,
    String contentType,
    Optional<String> lastEventId) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  /** Whether a parameter is {@code true}; anything else is not. */
  boolean flag(String name, boolean unset) {
    return parameter(name).map("true"::equalsIgnoreCase).orElse(unset);
  }

  /** The path from a segment on. */
  List<String> rest(int from) {
    return path.subList(Math.min(from, path.size()), path.size());
  }

  ObjectNode object() throws HttpProblem {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw HttpProblem.wrongType("/", "error.expected.jsobject");
  }

  /** What was sent, as it was sent; empty when it is too long to be kept. */
  Optional<Source> source() {
    String type = MediaType.isYaml(contentType) ? "application/yaml" : "application/json";
    return body.size() > Source.MAX_LENGTH
        ? Optional.empty()
        : Optional.of(new Source(type, body.utf8String()));
  }

  /** Whether the body looks like an array. */
  boolean isArray() throws HttpProblem {
    return json() instanceof ArrayNode;
  }

  /** A list of texts. */
  List<String> texts() throws HttpProblem {
    if (!(json() instanceof ArrayNode array)) {
      throw HttpProblem.wrongType("/", "error.expected.jsarray");
    }
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  List<ObjectNode> objects() throws HttpProblem {
    if (!(json() instanceof ArrayNode array)) {
      throw HttpProblem.wrongType("/", "error.expected.jsarray");
    }
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode node : array) {
      if (!(node instanceof ObjectNode object)) {
        throw HttpProblem.wrongType("(" + objects.size() + ")", "error.expected.jsobject");
      }
      objects.add(object);
    }
    return objects;
  }

  private JsonNode json() throws HttpProblem {
    JsonNode json = MediaType.isYaml(contentType) ? fromYaml() : fromJson();
    if (json == null || json.isMissingNode()) {
      throw HttpProblem.unreadable("the body is empty");
    }
    return json;
  }

  private JsonNode fromYaml() throws HttpProblem {
    try {
      return YamlTree.read(body.utf8String());
    } catch (InvalidObjectException broken) {
      throw HttpProblem.unreadable("YAML", String.valueOf(broken.getMessage()));
    }
  }

  private @Nullable JsonNode fromJson() throws HttpProblem {
    try {
      return JSON.readTree(body.toArray());
    } catch (JsonProcessingException broken) {
      throw HttpProblem.unreadable(
          broken.getOriginalMessage()
              + " (line "
              + broken.getLocation().getLineNr()
              + ", column "
              + broken.getLocation().getColumnNr()
              + ")");
    } catch (IOException broken) {
      throw HttpProblem.unreadable(String.valueOf(broken.getMessage()));
    }
  }
}
