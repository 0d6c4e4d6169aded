package io.proffer.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.config.LoginTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a master's operator API. A master that does not lead sends on to the one that does, which is
 * followed a few times. Not safe for use by several threads.
 */
public final class MasterClient {

  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int READ_TIMEOUT_MS = 60_000;
  private static final int MAX_REDIRECTS = 3;
  private static final int MAX_COMPLAINT_CHARS = 300;

  /** So begins what an agent says to calls for a master. */
  private static final String AGENT_COMPLAINS = "Failed to validate agent::Call";

  private final JsonMapper mapper = new JsonMapper();
  private final Optional<LoginTokens> tokens;
  private Optional<String> authorization;
  private MasterUrl address;

  /**
   * A client of the master at an address, or of the leader it names, who does not say who he is.
   */
  public MasterClient(MasterUrl address) {
    this(address, Optional.empty(), Optional.empty());
  }

  private MasterClient(
      MasterUrl address, Optional<String> authorization, Optional<LoginTokens> tokens) {
    this.address = address;
    this.authorization = authorization;
    this.tokens = tokens;
  }

  /**
   * A client of the same master who says who he is.
   *
   * @param shown the value of the {@code Authorization} header
   */
  public MasterClient showing(Optional<String> shown) {
    return new MasterClient(address, shown, Optional.empty());
  }

  /**
   * A client of the same master, with the token that it gave, if it gave one. A leader to whom that
   * one sends on is shown the token that it has given itself, if it has.
   */
  public MasterClient showing(LoginTokens tokens, String... names) {
    String[] all = Arrays.copyOf(names, names.length + 1);
    all[names.length] = address.uri().getAuthority();
    return new MasterClient(address, bearer(tokens, all), Optional.of(tokens));
  }

  private static Optional<String> bearer(LoginTokens tokens, String... names) {
    return tokens.find(names).map(token -> "Bearer " + token);
  }

  /**
   * Makes a call of {@code /api/v1} that takes no arguments.
   *
   * @param call such as {@code GET_AGENTS}
   * @return the body of the answer, {@code get_agents}
   * @throws CommandFailure when nobody answers, or not with what was asked
   */
  public JsonNode call(String call) {
    JsonNode answer = send("/api/v1", Optional.of("{\"type\":\"" + call + "\"}"), MAX_REDIRECTS);
    return answer.path(call.toLowerCase(java.util.Locale.ROOT));
  }

  /**
   * Makes a call of {@code /api/v1} whose answer has no body.
   *
   * @param call such as {@code DRAIN_AGENT}
   * @param arguments what goes with it, {@code drain_agent}
   * @throws CommandFailure when nobody answers, or the call is refused
   */
  public void call(String call, ObjectNode arguments) {
    ObjectNode body = mapper.createObjectNode().put("type", call);
    body.set(call.toLowerCase(java.util.Locale.ROOT), arguments);
    send("/api/v1", Optional.of(body.toString()), MAX_REDIRECTS);
  }

  /** Reads a resource, such as {@code /state-summary}. */
  public JsonNode get(String path) {
    return send(path, Optional.empty(), MAX_REDIRECTS);
  }

  /** Sends a request without a body, such as {@code /login}. */
  public JsonNode post(String path) {
    return send(path, Optional.of(""), MAX_REDIRECTS);
  }

  /**
   * What to show, as {@code Authorization}, at an agent that wants to know who asks.
   *
   * @param agent scheme, host and port
   * @return empty for an agent that asks nobody
   */
  public Optional<String> passTo(URI agent) {
    String path =
        "/agent/token?address=" + URLEncoder.encode(agent.getAuthority(), StandardCharsets.UTF_8);
    try {
      String token = post(path).path("token").asText();
      return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    } catch (CommandFailure refused) {
      if (refused.exitCode() == ExitCode.NOT_FOUND || refused.exitCode() == ExitCode.FAILED) {
        return Optional.empty(); // a master of Mesos has no such thing
      }
      throw refused;
    }
  }

  /** Posts JSON to a resource that answers with JSON. */
  public JsonNode post(String path, ObjectNode body) {
    return send(path, Optional.of(body.toString()), MAX_REDIRECTS);
  }

  /**
   * Opens the stream of what happens, which is for the caller to close.
   *
   * @return records in RecordIO, of JSON
   */
  public InputStream subscribe() {
    return stream("/api/v1", Optional.of("{\"type\":\"SUBSCRIBE\"}"));
  }

  /** Opens a resource that goes on as long as the connection, which is for the caller to close. */
  public InputStream stream(String path) {
    return stream(path, Optional.empty());
  }

  private InputStream stream(String path, Optional<String> body) {
    call("GET_HEALTH"); // follows redirects to the leader, and complains where there is none
    try {
      HttpURLConnection connection = open(path, body);
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw refused(path, status, connection);
      }
      return connection.getInputStream();
    } catch (IOException lost) {
      throw unreachable(lost);
    }
  }

  /**
   * Reads a resource that is no JSON.
   *
   * @throws CommandFailure when nobody answers, or not with what was asked
   */
  public byte[] download(String path) {
    try (InputStream in = stream(path)) {
      return in.readAllBytes();
    } catch (IOException lost) {
      throw unreachable(lost);
    }
  }

  /**
   * Posts bytes; the answer has no body.
   *
   * @throws CommandFailure when nobody answers, or it is refused
   */
  public void upload(String path, byte[] body) {
    call("GET_HEALTH"); // follows redirects to the leader, and complains where there is none
    try {
      HttpURLConnection connection = open(path, Optional.of(body), "application/octet-stream");
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw refused(path, status, connection);
      }
    } catch (IOException lost) {
      throw unreachable(lost);
    }
  }

  private CommandFailure unreachable(IOException lost) {
    return CommandFailure.of(
        ExitCode.UNREACHABLE,
        "no master answers at " + address + " (" + Unanswered.why(lost) + ")");
  }

  /** What it shows, as {@code Authorization}, if anything. */
  Optional<String> shown() {
    return authorization;
  }

  /** The master that answered last: the leader, once anything was asked. */
  public MasterUrl address() {
    return address;
  }

  private JsonNode send(String path, Optional<String> body, int redirectsLeft) {
    try {
      HttpURLConnection connection = open(path, body);
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_OK) {
        try (InputStream in = connection.getInputStream()) {
          return mapper.readTree(in);
        }
      }
      Optional<MasterUrl> leader = leader(connection, status);
      if (leader.isPresent() && redirectsLeft > 0) {
        address = leader.get();
        String authority = address.uri().getAuthority();
        authorization = tokens.flatMap(all -> bearer(all, authority)).or(() -> authorization);
        return send(path, body, redirectsLeft - 1);
      }
      throw refused(path, status, connection);
    } catch (JsonProcessingException notJson) {
      throw CommandFailure.of(
          ExitCode.FAILED, address + path + " did not answer with JSON; is it a master?");
    } catch (IOException unreachable) {
      throw CommandFailure.of(
          ExitCode.UNREACHABLE,
          "no master answers at " + address + " (" + Unanswered.why(unreachable) + ")",
          "Start one with 'proffer dev', or name a running one with --master or PROFFER_MASTER.");
    }
  }

  private HttpURLConnection open(String path, Optional<String> json) throws IOException {
    return open(path, json.map(text -> text.getBytes(StandardCharsets.UTF_8)), "application/json");
  }

  private HttpURLConnection open(String path, Optional<byte[]> body, String type)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) address.uri().resolve(path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
    connection.setReadTimeout(READ_TIMEOUT_MS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "application/json");
    authorization.ifPresent(shown -> connection.setRequestProperty("Authorization", shown));
    if (body.isPresent()) {
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", type);
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.get());
      }
    }
    return connection;
  }

  /** Mesos' redirects name only {@code //host:port/path}. */
  private Optional<MasterUrl> leader(HttpURLConnection connection, int status) {
    @Nullable String location = connection.getHeaderField("Location");
    if (status != 307 || location == null) {
      return Optional.empty();
    }
    try {
      URI leader = address.uri().resolve(new URI(location));
      return Optional.of(MasterUrl.parse(leader.getScheme() + "://" + leader.getAuthority()));
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  private CommandFailure refused(String path, int status, HttpURLConnection connection)
      throws IOException {
    String complaint = complaint(connection);
    String said = complaint.isEmpty() ? "" : ": " + complaint;
    if (status == 503) {
      return CommandFailure.of(
          ExitCode.UNREACHABLE,
          "the master at " + address + " is not ready (503)" + said,
          "No master leads yet. Try again in a few seconds.");
    }
    if (status == 401) {
      return CommandFailure.of(
          ExitCode.DENIED,
          authorization.isPresent()
              ? "the master at " + address + " does not take your login, or no more"
              : "the master at " + address + " wants to know who you are",
          "Log in with 'proffer login --master " + address.uri().getAuthority() + "'.");
    }
    String answered = address + path + " answered with status " + status + said;
    return status == 404 || status == 405 || complaint.contains(AGENT_COMPLAINS)
        ? CommandFailure.of(
            exitCode(status), answered, "Is it a master? Name one with --master or PROFFER_MASTER.")
        : CommandFailure.of(exitCode(status), answered);
  }

  private static ExitCode exitCode(int status) {
    return switch (status) {
      case 401, 403 -> ExitCode.DENIED;
      case 404 -> ExitCode.NOT_FOUND;
      case 409 -> ExitCode.CONFLICT;
      default -> ExitCode.FAILED;
    };
  }

  private static String complaint(HttpURLConnection connection) throws IOException {
    try (InputStream error = connection.getErrorStream()) {
      if (error == null) {
        return "";
      }
      byte[] start = error.readNBytes(MAX_COMPLAINT_CHARS);
      return new String(start, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    }
  }
}
