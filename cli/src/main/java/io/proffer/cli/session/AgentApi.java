package io.proffer.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.core.protocol.RecordIo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An agent's API, as far as commands inside tasks need it. Safe for use by several threads. */
final class AgentApi {

  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int MAX_COMPLAINT_CHARS = 2_000;

  private final URI api;
  private final Optional<String> authorization;
  private final JsonMapper mapper = new JsonMapper();

  /**
   * @param authorization what it is shown, if anything
   */
  AgentApi(URI api, Optional<String> authorization) {
    this.api = api;
    this.authorization = authorization;
  }

  /** A call of a type with the one message that it takes. */
  ObjectNode call(String type) {
    ObjectNode call = mapper.createObjectNode().put("type", type);
    call.putObject(type.toLowerCase(java.util.Locale.ROOT));
    return call;
  }

  /** Blocks for as long as the agent takes to answer. */
  JsonNode ask(ObjectNode call) {
    try (InputStream answer = send(call, "application/json", false)) {
      byte[] body = answer.readAllBytes();
      return body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** The answer as records, each a message in JSON. */
  InputStream stream(ObjectNode call) {
    try {
      return send(call, "application/recordio", true);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private InputStream send(ObjectNode call, String accept, boolean records) throws IOException {
    HttpURLConnection connection = open();
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Accept", accept);
    if (records) {
      connection.setRequestProperty("Message-Accept", "application/json");
    }
    try (OutputStream out = connection.getOutputStream()) {
      out.write(mapper.writeValueAsBytes(call));
    }
    requireDone(connection);
    return connection.getInputStream();
  }

  private HttpURLConnection open() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) api.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
    connection.setRequestMethod("POST");
    authorization.ifPresent(shown -> connection.setRequestProperty("Authorization", shown));
    connection.setDoOutput(true);
    return connection;
  }

  private void requireDone(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new AgentRefusal(status, complaint(connection));
    }
  }

  private static String complaint(HttpURLConnection connection) throws IOException {
    try (@Nullable InputStream error = connection.getErrorStream()) {
      return error == null
          ? ""
          : new String(error.readNBytes(MAX_COMPLAINT_CHARS), StandardCharsets.UTF_8).strip();
    }
  }

  private CommandFailure gone(IOException trouble) {
    return trouble instanceof AgentRefusal refusal
        ? CommandFailure.of(ExitCode.FAILED, refusal.message())
        : CommandFailure.of(
            ExitCode.UNREACHABLE,
            "the agent at " + api.getAuthority() + " does not answer: " + trouble.getMessage());
  }

  /** A request that goes on; see {@link Records}. */
  Records records() throws IOException {
    HttpURLConnection connection = open();
    connection.setRequestProperty("Content-Type", "application/recordio");
    connection.setRequestProperty("Message-Content-Type", "application/json");
    connection.setRequestProperty("Accept", "application/json");
    connection.setChunkedStreamingMode(0);
    return new Records(connection, connection.getOutputStream());
  }

  /** Calls that are sent one after the other in one request. Safe for use by several threads. */
  final class Records {

    private final HttpURLConnection connection;
    private final OutputStream out;

    private Records(HttpURLConnection connection, OutputStream out) {
      this.connection = connection;
      this.out = out;
    }

    synchronized void send(ObjectNode call) throws IOException {
      out.write(RecordIo.encode(mapper.writeValueAsBytes(call)));
      out.flush();
    }

    /**
     * Ends the request, and blocks for the answer.
     *
     * @throws AgentRefusal when that is a refusal
     */
    void end() throws IOException {
      synchronized (this) {
        out.close();
      }
      requireDone(connection);
    }
  }
}
