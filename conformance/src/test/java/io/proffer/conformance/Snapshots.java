package io.proffer.conformance;

import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;

/** Asks a master, or an agent, for what it knows. */
final class Snapshots {

  private static final byte[] NOTHING = {};

  private Snapshots() {}

  /** All the questions of a recording, each answered under its name and the recording's. */
  static void take(String address, String recording, Transcript transcript) throws IOException {
    for (String question : Transcript.recorded(recording).keySet()) {
      take(address, recording + ": " + question, question, transcript);
    }
  }

  /** The same of an agent, when it runs nothing any more. */
  static void takeOfIdle(String agent, String recording, Transcript transcript) throws IOException {
    Awaitility.await()
        .atMost(RecordedScheduler.PATIENCE)
        .until(
            () ->
                Http.ask(agent, "GET", "/state", List.of(), NOTHING)
                    .text()
                    .contains("\"frameworks\":[]"));
    take(agent, recording, transcript);
  }

  /**
   * @param question {@code GET /path} or {@code POST /api/v1 CALL}
   */
  static void take(String address, String exchange, String question, Transcript transcript)
      throws IOException {
    String[] parts = question.split(" ", 3);
    Http.Answer answer =
        parts.length == 2
            ? Http.ask(address, parts[0], parts[1], List.of(), NOTHING)
            : Http.ask(address, parts[0], parts[1], Http.JSON, call(parts[2]));
    transcript.answered(exchange, answer);
  }

  private static byte[] call(String type) {
    return RecordedScheduler.json(
        type.equals("GET_METRICS")
            ? "{'type':'GET_METRICS','get_metrics':{'timeout':{'nanoseconds':5000000000}}}"
            : "{'type':'%s'}".formatted(type));
  }
}
