package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.AuditRow;
import io.proffer.cli.client.EventLine;
import io.proffer.cli.output.Document;
import io.proffer.core.protocol.MalformedRecordException;
import io.proffer.core.protocol.RecordIoDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer events}. */
@Command(
    name = "events",
    description = "Print what happens in the cluster from now on, until Ctrl-C.",
    mixinStandardHelpOptions = true)
public final class EventsCommand implements Runnable {

  /** The first record is everything that there is. */
  private static final int MAX_RECORD_BYTES = 1 << 30;

  private static final int CHUNK = 1 << 16;

  private final Terminal terminal;
  private final JsonMapper mapper = new JsonMapper();

  @Mixin private final MasterOption master = new MasterOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Option(
      names = "--audit",
      description =
          "Print instead who had what changed through the master's API and the dashboard, the"
              + " last thousand times, and end.")
  private boolean audit;

  /** Prints to a terminal. */
  public EventsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (audit) {
      AuditRow.list(master.client()).print(terminal, output.format());
    } else {
      follow();
    }
  }

  private void follow() {
    try (InputStream records = master.client().subscribe()) {
      follow(records);
    } catch (IOException | MalformedRecordException lost) {
      throw CommandFailure.of(
          ExitCode.UNREACHABLE, "the stream of events is lost: " + lost.getMessage());
    }
    throw CommandFailure.of(
        ExitCode.UNREACHABLE, "the master has ended the stream of events", "It may lead no more.");
  }

  private void follow(InputStream records) throws IOException, MalformedRecordException {
    RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);
    byte[] chunk = new byte[CHUNK];
    for (int n = records.read(chunk); n >= 0; n = records.read(chunk)) {
      for (byte[] record : decoder.feed(Arrays.copyOf(chunk, n))) {
        tell(mapper.readTree(record));
      }
    }
  }

  private void tell(JsonNode event) {
    String type = event.path("type").asText();
    if (!type.equals("HEARTBEAT") && !type.equals("SUBSCRIBED")) {
      new Document(type, event)
          .print(
              terminal,
              output.format(),
              people -> people.print(EventLine.of(event, Instant.now())));
    }
  }
}
