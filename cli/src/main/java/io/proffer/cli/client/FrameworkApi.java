package io.proffer.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.config.LoginTokens;
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
  private static final int MAX_REDIRECTS = 3;

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
  private final FrameworkDoor door;
  private final Words words;

  /**
   * @param address scheme, host and port; and a path where a master leads to it
   * @param tokens what masters gave: theirs is shown to them
   */
  public FrameworkApi(URI address, Optional<LoginTokens> tokens, Words words) {
    this.door = FrameworkDoor.of(address, tokens);
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
      HttpURLConnection connection = open(method, path, "application/json", body, MAX_REDIRECTS);
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
          door.at().uri() + path + " did not answer with JSON; is it a " + words.kind() + "?");
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
    return open("GET", path, "text/event-stream", Optional.empty(), MAX_REDIRECTS).getInputStream();
  }

  /** Sends a request, to another master if the one that is asked does not lead any more. */
  private HttpURLConnection open(
      String method, String path, String accept, Optional<JsonNode> body, int redirectsLeft)
      throws IOException {
    FrameworkDoor.At at = door.at();
    HttpURLConnection connection = open(at, method, path, accept, body);
    if (connection.getResponseCode() == 307 && redirectsLeft > 0 && door.followLeader(at)) {
      connection.disconnect();
      return open(method, path, accept, body, redirectsLeft - 1);
    }
    return connection;
  }

  private HttpURLConnection open(
      FrameworkDoor.At at, String method, String path, String accept, Optional<JsonNode> body)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(at.uri() + path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
    connection.setReadTimeout(READ_TIMEOUT_MS);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Accept", accept);
    if (door.isBehindMaster()) {
      connection.setInstanceFollowRedirects(false);
    }
    at.authorization().ifPresent(shown -> connection.setRequestProperty("Authorization", shown));
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
        "no %s answers at %s (%s)"
            .formatted(words.kind(), door.at().uri(), Unanswered.why(unreachable)),
        "'proffer dev' starts one; name a running one with " + words.flag() + ".");
  }

  private CommandFailure refused(String request, int status, HttpURLConnection connection)
      throws IOException {
    Refusal refusal = Refusal.read(connection);
    String said = refusal.words();
    URI address = door.at().uri();
    return switch (status) {
      case 400, 422 -> CommandFailure.of(ExitCode.USAGE, "the framework refuses it: " + said);
      case 401 -> stranger(said, connection.getHeaderField("WWW-Authenticate") != null);
      case 403 ->
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

  /**
   * @param asksItself whether it was said by whoever was asked, and not passed on
   */
  private CommandFailure stranger(String said, boolean asksItself) {
    FrameworkDoor.At at = door.at();
    if (!door.isBehindMaster()) {
      return CommandFailure.of(
          ExitCode.DENIED,
          "the framework at " + at.uri() + " wants to know who you are",
          "Log in with 'proffer login', and ask through the master: give"
              + " http://HOST:5050/service/NAME with "
              + words.flag()
              + ".");
    }
    if (!asksItself) {
      return CommandFailure.of(
          ExitCode.DENIED,
          "the framework behind " + at.uri() + " does not take whom the master sends: " + said);
    }
    String master = at.uri().getRawAuthority();
    return CommandFailure.of(
        ExitCode.DENIED,
        at.authorization().isPresent()
            ? "the master at " + master + " does not take your login, or no more"
            : "the master at " + master + " wants to know who you are",
        "Log in with 'proffer login --master " + master + "'.");
  }
}
