package io.proffer.service.http;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.proffer.frameworks.common.http.MediaType;
import io.proffer.service.json.Times;
import io.proffer.service.kernel.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param contentType empty for none
 */
record Answer(int status, ByteString body, String contentType, Map<String, String> headers) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String DEPLOYMENT_ID = "Marathon-Deployment-Id";

  static Answer json(int status, JsonNode json) {
    return new Answer(
        status,
        ByteString.fromString(json.toString(), StandardCharsets.UTF_8),
        "application/json",
        Map.of());
  }

  static Answer ok(JsonNode json) {
    return json(200, json);
  }

  static Answer text(int status, String text) {
    return new Answer(
        status,
        ByteString.fromString(text, StandardCharsets.UTF_8),
        "text/plain; charset=UTF-8",
        Map.of());
  }

  static Answer empty(int status) {
    return new Answer(status, ByteString.emptyByteString(), "", Map.of());
  }

  static Answer error(int status, String message, Map<String, List<String>> details) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("message", message);
    if (!details.isEmpty()) {
      ArrayNode list = json.putArray("details");
      details.forEach(
          (path, errors) -> {
            ArrayNode all = list.addObject().put("path", path).putArray("errors");
            errors.forEach(all::add);
          });
    }
    return json(status, json);
  }

  /** A deployment that was begun, or why none was. */
  static Answer deployment(int status, Outcome outcome) throws HttpProblem {
    return switch (outcome) {
      case Outcome.Accepted accepted ->
          json(
                  status,
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("version", Times.text(accepted.version()))
                      .put("deploymentId", accepted.deploymentId()))
              .with(DEPLOYMENT_ID, accepted.deploymentId());
      case Outcome.Locked locked -> locked(locked.deployments());
      case Outcome.Refused refused -> throw HttpProblem.of(refused.why());
    };
  }

  static Answer locked(List<String> deployments) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put(
                "message",
                "App is locked by one or more deployments. Override with the option '?force=true'."
                    + " View details at '/v2/deployments/<DEPLOYMENT_ID>'.");
    ArrayNode ids = json.putArray("deployments");
    deployments.forEach(id -> ids.addObject().put("id", id));
    return json(409, json);
  }

  /** The same in YAML, where it is JSON. */
  Answer asYaml() {
    if (!contentType.equals("application/json")) {
      return this;
    }
    try {
      JsonNode json = JSON.readTree(body.utf8String());
      ByteString yaml = ByteString.fromArray(YAML.writeValueAsBytes(json));
      return new Answer(status, yaml, MediaType.YAML, headers);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was written cannot be read", impossible);
    }
  }

  /** The same with another header. */
  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, body, contentType, more);
  }

  Answer withDeployment(String id) {
    return with(DEPLOYMENT_ID, id);
  }
}
