package io.proffer.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was answered in one run, in the form of the recordings: an exchange is {@code {"status":..,
 * "type":.., "headers":.., "body":..}}, of the headers those that clients read.
 */
final class Transcript {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> READ_BY_CLIENTS =
      List.of("mesos-stream-id", "location", "www-authenticate", "allow");

  private final Map<String, JsonNode> exchanges = new LinkedHashMap<>();
  private final Map<String, List<JsonNode>> events = new LinkedHashMap<>();
  private final Map<String, String> known = new LinkedHashMap<>();

  /** What a word of the recordings stands for in this run. */
  void know(String word, String meaning) {
    known.put(word, meaning);
  }

  /** The words for the parts of a cluster. */
  void know(LocalCluster cluster) throws IOException {
    String master = cluster.masterAddress();
    String agent = cluster.agentAddress();
    know("<master-address>", master);
    know("<master-port>", master.substring(master.lastIndexOf(':') + 1));
    know("<agent-address>", agent);
    know("<agent-port>", agent.substring(agent.lastIndexOf(':') + 1));
    String agentId = cluster.agentId().value();
    know("<agent>", agentId);
    know("<master>", agentId.substring(0, agentId.lastIndexOf('-')));
  }

  Likeness likeness() {
    return new Likeness(known);
  }

  Map<String, JsonNode> exchanges() {
    return exchanges;
  }

  Map<String, List<JsonNode>> events() {
    return events;
  }

  void answered(String exchange, Http.Answer answer) {
    ObjectNode entry = opened(answer.head());
    if (!answer.body().isEmpty()) {
      entry.set("body", body(answer));
    }
    exchanges.put(exchange, entry);
  }

  /** An answer in protobuf, which is noted as the JSON that it means. */
  void answered(String exchange, Http.Answer answer, EventStream.Records protobuf)
      throws IOException {
    exchanges.put(
        exchange, opened(answer.head()).set("body", protobuf.read(answer.body().toByteArray())));
  }

  void opened(String exchange, EventStream stream) {
    exchanges.put(exchange, opened(stream.head()));
  }

  void streamed(String stream, List<JsonNode> all) {
    events.put(stream, all);
  }

  private static ObjectNode opened(Http.Head head) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("status", head.status());
    String type = head.headers().get("content-type");
    if (type != null) {
      entry.put("type", type);
    }
    for (String name : READ_BY_CLIENTS) {
      String value = head.headers().get(name);
      if (value != null) {
        entry.withObjectProperty("headers").put(name, value);
      }
    }
    return entry;
  }

  private static JsonNode body(Http.Answer answer) {
    try {
      return "application/json".equals(answer.head().headers().get("content-type"))
          ? JSON.readTree(answer.body().toByteArray())
          : TextNode.valueOf(answer.text());
    } catch (IOException e) {
      return TextNode.valueOf("no JSON: " + answer.text());
    }
  }

  /** A file of recorded exchanges, in their order. */
  static Map<String, JsonNode> recorded(String name) throws IOException {
    Map<String, JsonNode> exchanges = new LinkedHashMap<>();
    JSON.readTree(resource(name + ".json"))
        .properties()
        .forEach(entry -> exchanges.put(entry.getKey(), entry.getValue()));
    return exchanges;
  }

  /** A file of recorded events, one a line. */
  static List<JsonNode> recordedEvents(String name) throws IOException {
    String lines = new String(resource(name + "-events.jsonl"), StandardCharsets.UTF_8);
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines).readAll();
  }

  /** The names of the metrics that clients may count on. */
  static List<String> metrics() throws IOException {
    return new String(resource("metrics.txt"), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Transcript.class.getResourceAsStream("recorded/" + name)) {
      if (in == null) {
        throw new IOException("no recording '" + name + "'");
      }
      return in.readAllBytes();
    }
  }
}
