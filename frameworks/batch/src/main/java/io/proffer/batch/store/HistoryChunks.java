package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.FinishedRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps runs that have ended, so that a job has few records however often it runs: {@code
 * history.H.ok.N} has the successes number N * SIZE and on of the job H, {@code history.H.no.N} the
 * failures.
 */
final class HistoryChunks {

  private static final int SIZE = 50;

  /** With those of the last one, at least as many runs as are remembered. */
  private static final int KEPT = 1_000 / SIZE + 1;

  private final Values values;

  /** The chunks that are not full yet. */
  private final Map<String, ObjectNode> open = new HashMap<>();

  HistoryChunks(Values values) {
    this.values = values;
  }

  void append(String job, FinishedRun run, long number) {
    String series = series(job, run.isSuccess());
    long chunk = number / SIZE;
    ObjectNode record = open.get(series);
    if (record == null || record.path("chunk").asLong() != chunk) {
      record = JsonNodeFactory.instance.objectNode().put("chunk", chunk);
      record.putArray("runs");
      open.put(series, record);
    }
    ((ArrayNode) record.path("runs")).add(Records.write(run).put("number", number));
    values.put(series + chunk, record);
    if (number % SIZE == 0 && chunk >= KEPT) {
      values.remove(series + (chunk - KEPT));
    }
  }

  private static String series(String job, boolean success) {
    return "history." + job + (success ? ".ok." : ".no.");
  }

  /** Everything, in order. */
  List<Fact.RunFinished> read(List<String> names) {
    List<Fact.RunFinished> finished = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith("history.")) {
        ObjectNode record = values.required(name);
        for (JsonNode run : record.path("runs")) {
          finished.add(new Fact.RunFinished(Records.finished(run), run.path("number").asLong()));
        }
        String series = name.substring(0, name.lastIndexOf('.') + 1);
        ObjectNode known = open.get(series);
        if (known == null || known.path("chunk").asLong() < record.path("chunk").asLong()) {
          open.put(series, record);
        }
      }
    }
    finished.sort(Comparator.comparing(f -> f.run().finishedAt()));
    return finished;
  }

  void remove(String job) {
    for (String name : values.names()) {
      if (name.startsWith("history." + job + ".")) {
        values.remove(name);
      }
    }
    open.remove(series(job, true));
    open.remove(series(job, false));
  }
}
