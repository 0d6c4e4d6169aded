package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** A file of a task, read piece by piece from its agent. Not safe for use by several threads. */
final class SandboxFile {

  private static final int TIMEOUT_MS = 10_000;
  private static final int PIECE = 64 << 10;
  private static final int MAX_TAIL = 1 << 20;

  private final JsonMapper mapper = new JsonMapper();
  private final URI agent;
  private final String path;
  private final Supplier<Optional<String>> passes;
  private Optional<String> shown;
  private long offset;

  /**
   * @param agent scheme, host and port
   * @param path as {@code /files/read} takes it
   * @param passes gives what the agent is shown, which is good for a while only
   */
  SandboxFile(URI agent, String path, Supplier<Optional<String>> passes) {
    this.agent = agent;
    this.path = path;
    this.passes = passes;
    this.shown = passes.get();
  }

  /** The last lines; what comes after them is next. At most 1 MB is looked at. */
  String tail(int lines) {
    long size = read(-1, 0).path("offset").asLong();
    offset = Math.max(0, size - MAX_TAIL);
    StringBuilder all = new StringBuilder();
    while (offset < size) {
      String piece = next();
      if (piece.isEmpty()) {
        break;
      }
      all.append(piece);
    }
    int from = all.length();
    int left = lines;
    while (from > 0) {
      boolean isLineEnd = all.charAt(from - 1) == '\n' && from < all.length();
      if (isLineEnd && --left == 0) {
        break;
      }
      from--;
    }
    return lines == 0 ? "" : all.substring(from);
  }

  /** What has come since; empty when nothing has. Of a file that became shorter, all of it. */
  String next() {
    JsonNode page = read(offset, PIECE);
    String data = page.path("data").asText();
    if (data.isEmpty() && read(-1, 0).path("offset").asLong() < offset) {
      offset = 0; // it was rotated
      return next();
    }
    // A Mesos agent does not say how many bytes the text stands for; it is as many if it is UTF-8.
    long length = data.getBytes(StandardCharsets.UTF_8).length;
    offset = page.path("next").asLong(offset + length);
    return data;
  }

  private JsonNode read(long from, int length) {
    String query =
        "path=%s&offset=%d%s"
            .formatted(
                URLEncoder.encode(path, StandardCharsets.UTF_8),
                from,
                length == 0 ? "" : "&length=" + length);
    try {
      HttpURLConnection connection = open(query);
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
        shown = passes.get();
        connection = open(query);
        status = connection.getResponseCode();
      }
      if (status == HttpURLConnection.HTTP_NOT_FOUND) {
        throw CommandFailure.of(
            ExitCode.NOT_FOUND,
            "the agent at " + agent.getAuthority() + " has no " + path,
            "Perhaps the task has not begun yet, or its files have been removed.");
      }
      if (status != HttpURLConnection.HTTP_OK) {
        throw CommandFailure.of(
            ExitCode.FAILED, "the agent at " + agent.getAuthority() + " answered " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        return mapper.readTree(in);
      }
    } catch (IOException unreachable) {
      throw CommandFailure.of(
          ExitCode.UNREACHABLE,
          "the agent at %s does not answer (%s)"
              .formatted(agent.getAuthority(), unreachable.getMessage()));
    }
  }

  private HttpURLConnection open(String query) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) agent.resolve("/files/read?" + query).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    shown.ifPresent(pass -> connection.setRequestProperty("Authorization", pass));
    return connection;
  }
}
