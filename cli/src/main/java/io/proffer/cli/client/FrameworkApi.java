package io.proffer.cli.client;

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
import java.util.Optional;

/**
 * Asks a framework that comes with Proffer through its JSON API. Safe for use by several threads;
 * nothing is kept between requests.
 */
public final class FrameworkApi {

  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int READ_TIMEOUT_MS = 60_000;

  /** What a framework is called, and what to do when it says no. */
  public interface Words {

    /** As {@code batch framework}. */
    String kind();

    /** The flag and the variable that name one, as {@code --batch or PROFFER_BATCH}. */
    String flag();

    /** The command that lists what there is. */
    String list();

    /** What to do about a conflict. */
    Optional<String> conflict();
  }

  private final JsonMapper mapper = new JsonMapper();
  private final URI address;
  private final Words words;

  /**
   * @param address scheme, host and port
   */
  public FrameworkApi(URI address, Words words) {
    this.address = address;
    this.words = words;
  }

  /**
   * Sends a request.
   *
   * @param path with its query, beginning with a slash
   * @param body empty where the path says all
   * @return the answer; missing where that is empty
   * @throws CommandFailure when it is refused: exit code 2 for a body that breaks a rule, 4 for
   *     something unknown, 5 for a conflict; or when nobody answers
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
          address + path + " did not answer with JSON; is it a " + words.kind() + "?");
    } catch (IOException unreachable) {
      throw unreachable(unreachable);
    }
  }

  /**
   * Server-sent events, as they are told; blocks while there are none.
   *
   * @throws IOException when they cannot be had
   */
  public InputStream events(String path) throws IOException {
    HttpURLConnection connection = open("GET", path, Optional.empty());
    connection.setRequestProperty("Accept", "text/event-stream");
    return connection.getInputStream();
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

  private CommandFailure unreachable(IOException unreachable) {
    return CommandFailure.of(
        ExitCode.UNREACHABLE,
        "no " + words.kind() + " answers at " + address + " (" + Unanswered.why(unreachable) + ")",
        "'proffer dev' starts one; name a running one with " + words.flag() + ".");
  }

  private CommandFailure refused(String request, int status, HttpURLConnection connection)
      throws IOException {
    Refusal refusal = Refusal.read(connection);
    String said = refusal.words();
    return switch (status) {
      case 400, 422 -> CommandFailure.of(ExitCode.USAGE, "the framework refuses it: " + said);
      case 401, 403 ->
          CommandFailure.of(ExitCode.DENIED, "the framework at " + address + " refuses: " + said);
      case 404 ->
          refusal.isOfSomethingElse()
              ? CommandFailure.of(
                  ExitCode.NOT_FOUND,
                  address + " knows nothing of " + request,
                  "Is it a " + words.kind() + "? Name one with " + words.flag() + ".")
              : CommandFailure.of(ExitCode.NOT_FOUND, said, "See '" + words.list() + "'.");
      case 409 ->
          words
              .conflict()
              .map(hint -> CommandFailure.of(ExitCode.CONFLICT, said, hint))
              .orElseGet(() -> CommandFailure.of(ExitCode.CONFLICT, said));
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
}
