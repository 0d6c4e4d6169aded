package io.proffer.batch.http;

import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * What a request is answered with.
 *
 * @param contentType empty for no body
 */
record Answer(int status, ByteString body, String contentType) {

  static Answer json(int status, JsonNode json) {
    return new Answer(status, bytes(json.toString()), "application/json");
  }

  static Answer ok(JsonNode json) {
    return json(200, json);
  }

  static Answer text(int status, String text) {
    return new Answer(status, bytes(text), "text/plain; charset=UTF-8");
  }

  static Answer empty(int status) {
    return new Answer(status, ByteString.emptyByteString(), "");
  }

  private static ByteString bytes(String text) {
    return ByteString.fromString(text, StandardCharsets.UTF_8);
  }
}
