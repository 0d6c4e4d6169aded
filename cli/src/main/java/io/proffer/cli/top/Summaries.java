package io.proffer.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The summaries among the server-sent events of the dashboard's stream. Not thread-safe. */
final class Summaries implements AutoCloseable {

  private static final String EVENT = "event: ";
  private static final String DATA = "data: ";

  private final JsonMapper mapper = new JsonMapper();
  private final BufferedReader lines;

  /** Of a stream, which is closed with this. */
  Summaries(InputStream stream) {
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /**
   * Waits for the next.
   *
   * @return empty at the end of the stream
   * @throws IOException when the connection is lost
   */
  Optional<JsonNode> next() throws IOException {
    boolean summary = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(EVENT)) {
        summary = line.equals(EVENT + "summary");
      } else if (summary && line.startsWith(DATA)) {
        return Optional.of(mapper.readTree(line.substring(DATA.length())));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
