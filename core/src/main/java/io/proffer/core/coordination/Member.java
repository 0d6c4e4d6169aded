package io.proffer.core.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A master, as the other masters find it.
 *
 * @param remoting {@code host:port} by which the masters' cluster reaches it
 * @param http {@code host:port} of its HTTP server
 */
public record Member(String remoting, String http) {

  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(
          JSON.createObjectNode().put("remoting", remoting).put("http", http));
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
  }

  /** Empty when it is the JSON of something else. */
  static Optional<Member> ofJson(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node.path("remoting").isTextual() && node.path("http").isTextual()
          ? Optional.of(new Member(node.get("remoting").textValue(), node.get("http").textValue()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
