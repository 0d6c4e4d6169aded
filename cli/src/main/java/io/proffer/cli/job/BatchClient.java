package io.proffer.cli.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** Asks a batch framework through Metronome's API. Nothing is kept between requests. */
public final class BatchClient {

  private static final int DEFAULT_PORT = 8081;
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int READ_TIMEOUT_MS = 60_000;
  private static final int MAX_COMPLAINT_BYTES = 64_000;

  private final JsonMapper mapper = new JsonMapper();
  private final URI address;

  private BatchClient(URI address) {
    this.address = address;
  }

  /**
   * A client of the framework at {@code host}, {@code host:port} or {@code http(s)://host[:port]}.
   *
   * @throws CommandFailure (usage) when the text is none of them
   */
  public static BatchClient at(String text) {
    try {
      URI given = new URI(text.contains("://") ? text : "http://" + text);
      String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
      boolean bare = given.getPath().isEmpty() || given.getPath().equals("/");
      if (bare && given.getHost() != null && scheme.matches("https?")) {
        int port = given.getPort() < 0 ? DEFAULT_PORT : given.getPort();
        return new BatchClient(new URI(scheme, null, given.getHost(), port, null, null, null));
      }
    } catch (URISyntaxException notAUri) {
      // The same as any other text that names no framework.
    }
    throw CommandFailure.of(
        ExitCode.USAGE,
        "'" + text + "' does not name a batch framework",
        "Give --batch host:port or http://host:port.");
  }

  /**
   * Reads a resource.
   *
   * @param path with its query, beginning with a slash
   */
  public JsonNode get(String path) {
    return send("GET", path, Optional.empty());
  }

  /** Makes something of what the path and the body say. */
  public JsonNode post(String path, JsonNode body) {
    return send("POST", path, Optional.of(body));
  }

  /**
   * Sends a request.
   *
   * @return the answer; missing where that is empty
   * @throws CommandFailure when it is refused: exit code 2 for a body that breaks a rule, 4 for
   *     something unknown, 5 for a conflict
   */
  public JsonNode send(String method, String path, Optional<JsonNode> body) {
    try {
      HttpURLConnection connection = open(method, path, body);
      int status = connection.getResponseCode();
      if (status >= 300) {
        throw refused(method + " " + path, status, connection);
      }
      try (InputStream in = connection.getInputStream()) {
        return mapper.readTree(in);
      }
    } catch (JsonProcessingException notJson) {
      throw CommandFailure.of(
          ExitCode.FAILED, address + path + " did not answer with JSON; is it a batch framework?");
    } catch (IOException unreachable) {
      throw CommandFailure.of(
          ExitCode.UNREACHABLE,
          "no batch framework answers at " + address + " (" + unreachable.getMessage() + ")",
          "'proffer dev' starts one; name a running one with --batch or PROFFER_BATCH.");
    }
  }

  private HttpURLConnection open(String method, String path, Optional<JsonNode> body)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) address.resolve(path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
    connection.setReadTimeout(READ_TIMEOUT_MS);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Accept", "application/json");
    if (body.isPresent()) {
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(mapper.writeValueAsBytes(body.get()));
      }
    }
    return connection;
  }

  private CommandFailure refused(String request, int status, HttpURLConnection connection)
      throws IOException {
    String said = complaint(connection);
    return switch (status) {
      case 400, 422 -> CommandFailure.of(ExitCode.USAGE, "the framework refuses it: " + said);
      case 404 -> CommandFailure.of(ExitCode.NOT_FOUND, said, "See 'proffer job list'.");
      case 409 -> CommandFailure.of(ExitCode.CONFLICT, said);
      case 503 ->
          CommandFailure.of(
              ExitCode.UNREACHABLE,
              "the framework at " + address + " is not ready: " + said,
              "Try again in a few seconds.");
      default ->
          CommandFailure.of(
              ExitCode.FAILED, address + ": " + request + " was answered " + status + ": " + said);
    };
  }

  private String complaint(HttpURLConnection connection) throws IOException {
    try (InputStream error = connection.getErrorStream()) {
      JsonNode body =
          error == null
              ? mapper.createObjectNode()
              : mapper.readTree(error.readNBytes(MAX_COMPLAINT_BYTES));
      StringJoiner details = new StringJoiner("; ");
      for (JsonNode detail : body.path("details")) {
        for (JsonNode one : detail.path("errors")) {
          details.add(detail.path("path").asText() + " " + one.asText());
        }
      }
      String message = body.path("message").asText("no reason given");
      String id = body.path("id").asText();
      String about = id.isEmpty() ? message : message + ": " + id;
      return details.length() == 0 ? about : about + ": " + details;
    } catch (JsonProcessingException notJson) {
      return "no reason that could be read";
    }
  }
}
