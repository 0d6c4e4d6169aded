package io.proffer.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a framework says when it says no, in people's words.
 *
 * @param error an object with a message, whom it is about, and the mistakes by their paths; missing
 *     when it said something else
 * @param text all that it said
 */
record Refusal(JsonNode error, String text) {

  private static final int MAX_BYTES = 64_000;
  private static final int MAX_CHARS = 300;
  private static final String NO_ENDPOINT = "There is nothing at ";

  /** What Play's JSON library, and so Marathon, calls mistakes. */
  private static final Map<String, String> MISTAKES =
      Map.of(
          "error.path.missing", "is missing",
          "error.expected.jsnumber", "must be a number",
          "error.expected.jsstring", "must be text",
          "error.expected.jsboolean", "must be true or false",
          "error.expected.jsarray", "must be a list, [ ... ]",
          "error.expected.jsobject", "must be an object, { ... }");

  static Refusal read(HttpURLConnection connection) throws IOException {
    try (InputStream said = connection.getErrorStream()) {
      return of(said == null ? new byte[0] : said.readNBytes(MAX_BYTES));
    }
  }

  static Refusal of(byte[] said) throws IOException {
    String text = new String(said, StandardCharsets.UTF_8);
    try {
      return new Refusal(new JsonMapper().readTree(said), text);
    } catch (JsonProcessingException notJson) {
      return new Refusal(MissingNode.getInstance(), text);
    }
  }

  /** Whether whoever answered does not know of such requests at all. */
  boolean isOfSomethingElse() {
    String message = error.path("message").asText();
    return message.isEmpty() || message.startsWith(NO_ENDPOINT);
  }

  String words() {
    if (!error.has("message")) {
      String line = text.replaceAll("\\s+", " ").strip();
      boolean readable = !line.isEmpty() && !line.startsWith("<");
      return readable
          ? line.substring(0, Math.min(line.length(), MAX_CHARS))
          : "no reason that could be read";
    }
    StringJoiner deployments = new StringJoiner(", ");
    error.path("deployments").forEach(d -> deployments.add(d.path("id").asText()));
    if (deployments.length() > 0) {
      return "it is being changed already, by deployment " + deployments;
    }
    StringJoiner said = new StringJoiner(": ");
    said.add(error.path("message").asText());
    String about = error.path("id").asText();
    if (!about.isEmpty()) {
      said.add(about);
    }
    StringJoiner details = new StringJoiner("; ");
    for (JsonNode detail : error.path("details")) {
      for (JsonNode one : detail.path("errors")) {
        String mistake = MISTAKES.getOrDefault(one.asText(), one.asText());
        details.add(detail.path("path").asText() + " " + mistake);
      }
    }
    return details.length() == 0 ? said.toString() : said + ": " + details;
  }
}
