package io.proffer.core.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Has files written anew that a task was launched with as values of secrets, and the task told by a
 * signal: the data of a framework's message to the executor that an agent is for tasks without one,
 * whose id is the task's. It is answered by {@link Answer}, or not at all when the message or its
 * answer is lost, or the task does not run.
 *
 * <p>As JSON: {@code {"proffer": "refresh", "id": "..", "files": {"<container path>": "<base64>"},
 * "signal": "SIGHUP"}}, and {@code {"proffer": "refreshed", "id": "..", "problem": ".."}}.
 *
 * @param id chosen by the framework, for the answer
 * @param files by the container path of the volume that each is
 * @param signal sent to the task's first process when all files are written; empty for none
 */
public record FileRefresh(
    String id, SortedMap<String, ByteString> files, Optional<TaskSignal> signal) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KIND = "proffer";
  private static final String REFRESH = "refresh";
  private static final String REFRESHED = "refreshed";

  public FileRefresh {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * What became of it.
   *
   * @param problem why not all of it was done; empty when it was
   */
  public record Answer(String id, Optional<String> problem) {

    /** The data of a message to the framework. */
    public ByteString toBytes() {
      ObjectNode json = JSON.createObjectNode().put(KIND, REFRESHED).put("id", id);
      problem.ifPresent(why -> json.put("problem", why));
      return bytes(json);
    }

    /** What such data says; empty when it is something else. */
    public static Optional<Answer> parse(ByteString data) {
      return json(data, REFRESHED)
          .map(
              json ->
                  new Answer(
                      json.path("id").asText(),
                      Optional.ofNullable(json.get("problem")).map(JsonNode::asText)));
    }
  }

  /** The data of a message to the executor. */
  public ByteString toBytes() {
    ObjectNode json = JSON.createObjectNode().put(KIND, REFRESH).put("id", id);
    ObjectNode all = json.putObject("files");
    files.forEach((path, content) -> all.put(path, content.toByteArray()));
    signal.ifPresent(s -> json.put("signal", s.name()));
    return bytes(json);
  }

  /** What such data says; empty when it is something else. */
  public static Optional<FileRefresh> parse(ByteString data) {
    return json(data, REFRESH).flatMap(FileRefresh::of);
  }

  private static Optional<FileRefresh> of(JsonNode json) {
    SortedMap<String, ByteString> files = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> file : json.path("files").properties()) {
        byte[] content = file.getValue().binaryValue();
        if (content == null) {
          return Optional.empty();
        }
        files.put(file.getKey(), ByteString.copyFrom(content));
      }
    } catch (IOException notBase64) {
      return Optional.empty();
    }
    Optional<TaskSignal> signal =
        Optional.ofNullable(json.get("signal")).flatMap(name -> TaskSignal.named(name.asText()));
    return signal.isEmpty() && json.has("signal")
        ? Optional.empty()
        : Optional.of(new FileRefresh(json.path("id").asText(), files, signal));
  }

  private static Optional<JsonNode> json(ByteString data, String kind) {
    if (data.isEmpty() || data.byteAt(0) != '{') {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(data.toByteArray());
      return Optional.of(json).filter(j -> j.path(KIND).asText().equals(kind));
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  private static ByteString bytes(ObjectNode json) {
    try {
      return ByteString.copyFrom(JSON.writeValueAsBytes(json));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree can always be written", impossible);
    }
  }
}
