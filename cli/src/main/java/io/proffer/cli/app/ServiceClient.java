package io.proffer.cli.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Asks a service framework through Marathon's API. Safe for use by several threads; nothing is kept
 * between requests.
 */
public final class ServiceClient {

  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int READ_TIMEOUT_MS = 60_000;
  private static final int MAX_COMPLAINT_BYTES = 64_000;

  private final JsonMapper mapper = new JsonMapper();
  private final ServiceUrl address;

  /** A client of the framework at an address. */
  public ServiceClient(ServiceUrl address) {
    this.address = address;
  }

  /** Where the framework is. */
  public ServiceUrl address() {
    return address;
  }

  /**
   * Reads a resource.
   *
   * @param path with its query, beginning with a slash
   * @throws CommandFailure when it is not there, or nobody answers
   */
  public JsonNode get(String path) {
    return send("GET", path, Optional.empty());
  }

  /** Reads a resource that may not be there. */
  public Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (CommandFailure failure) {
      if (failure.exitCode() == ExitCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /**
   * Changes something.
   *
   * @param body empty where the path says all
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
          ExitCode.FAILED,
          address + path + " did not answer with JSON; is it a service framework?");
    } catch (IOException unreachable) {
      throw unreachable(unreachable);
    }
  }

  /**
   * The events of some types, as they are told; blocks while there are none.
   *
   * @throws IOException when they cannot be had
   */
  InputStream events(String types) throws IOException {
    HttpURLConnection connection = open("GET", "/v2/events" + types, Optional.empty());
    connection.setRequestProperty("Accept", "text/event-stream");
    return connection.getInputStream();
  }

  private HttpURLConnection open(String method, String path, Optional<JsonNode> body)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) address.uri().resolve(path).toURL().openConnection();
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

  private CommandFailure unreachable(IOException unreachable) {
    String why =
        switch (unreachable) {
          case java.net.ConnectException refused -> "connection refused";
          case java.net.UnknownHostException unknown -> "unknown host";
          case java.net.SocketTimeoutException slow -> "no answer in time";
          case IOException other -> String.valueOf(other.getMessage());
        };
    return CommandFailure.of(
        ExitCode.UNREACHABLE,
        "no service framework answers at " + address + " (" + why + ")",
        "'proffer dev' starts one; name a running one with --service or PROFFER_SERVICE.");
  }

  private CommandFailure refused(String request, int status, HttpURLConnection connection)
      throws IOException {
    String said = complaint(connection);
    return switch (status) {
      case 400, 422 -> CommandFailure.of(ExitCode.USAGE, "the framework refuses it: " + said);
      case 404 -> CommandFailure.of(ExitCode.NOT_FOUND, said, "See 'proffer app list'.");
      case 409 ->
          CommandFailure.of(
              ExitCode.CONFLICT,
              said,
              "Wait until that has ended ('proffer app list' shows what is being deployed), or say"
                  + " --force.");
      case 502, 503 ->
          CommandFailure.of(
              ExitCode.UNREACHABLE,
              "the framework at " + address + " is not ready (" + status + "): " + said,
              "Try again in a few seconds.");
      default ->
          CommandFailure.of(
              ExitCode.FAILED, address + ": " + request + " was answered " + status + ": " + said);
    };
  }

  /** Marathon's errors are an object with a message, and the mistakes by their paths. */
  private String complaint(HttpURLConnection connection) throws IOException {
    try (InputStream error = connection.getErrorStream()) {
      if (error == null) {
        return "no reason given";
      }
      byte[] body = error.readNBytes(MAX_COMPLAINT_BYTES);
      return complaint(mapper.readTree(body));
    } catch (JsonProcessingException notJson) {
      return "no reason that could be read";
    }
  }

  private static String complaint(JsonNode error) {
    StringJoiner said = new StringJoiner("; ");
    for (JsonNode detail : error.path("details")) {
      for (JsonNode one : detail.path("errors")) {
        said.add(detail.path("path").asText() + " " + one.asText());
      }
    }
    for (JsonNode deployment : error.path("deployments")) {
      said.add("deployment " + deployment.path("id").asText());
    }
    String message = error.path("message").asText("no reason given");
    return said.length() == 0 ? message : message + ": " + said;
  }
}
