package io.proffer.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.Terminal;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Prints what a container says, each to where it belongs, as it comes. */
final class RecordPrinter {

  private static final int MAX_RECORD_BYTES = 4 << 20;
  private static final int CHUNK = 1 << 14;

  private final InputStream records;
  private final Terminal terminal;
  private final JsonMapper mapper = new JsonMapper();

  RecordPrinter(InputStream records, Terminal terminal) {
    this.records = records;
    this.terminal = terminal;
  }

  /**
   * Prints on a thread of its own.
   *
   * @param over completed when there is no more
   */
  void start(CompletableFuture<Void> over) {
    Thread.ofPlatform()
        .daemon()
        .name("output")
        .start(
            () -> {
              try {
                print();
                over.complete(null);
              } catch (IOException | MalformedRecordException | RuntimeException e) {
                over.completeExceptionally(e);
              }
            });
  }

  private void print() throws IOException, MalformedRecordException {
    RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);
    byte[] chunk = new byte[CHUNK];
    int n = records.read(chunk);
    while (n >= 0) {
      for (byte[] record : decoder.feed(Arrays.copyOf(chunk, n))) {
        print(mapper.readTree(record));
      }
      n = records.read(chunk);
    }
  }

  /** Heartbeats are for nobody. */
  private void print(JsonNode message) throws IOException {
    JsonNode data = message.path("data");
    if (message.path("type").asText().equals("DATA") && data.has("data")) {
      PrintStream to =
          data.path("type").asText().equals("STDERR") ? terminal.err() : terminal.out();
      byte[] said = data.path("data").binaryValue();
      to.write(said, 0, said.length);
      to.flush();
    }
  }
}
