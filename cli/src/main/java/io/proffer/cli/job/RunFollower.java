package io.proffer.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Follows a run to its end, with what all its attempts print. */
public final class RunFollower {

  private static final long POLL_MS = 200;

  /** How long a run may wait before somebody wants to know why. */
  private static final int PATIENT_POLLS = 25;

  /** What a shell says of a command that could not be run or was ended. */
  private static final int NO_STATUS = 1;

  private final BatchClient client;
  private final Terminal terminal;
  private final String job;
  private final String run;
  private final Map<String, Long> offsets = new LinkedHashMap<>();

  public RunFollower(BatchClient client, Terminal terminal, String job, String run) {
    this.client = client;
    this.terminal = terminal;
    this.job = job;
    this.run = run;
  }

  /** Where the run is. */
  public String path() {
    return "/v1/jobs/" + job + "/runs/" + run;
  }

  /**
   * Returns when the run has ended.
   *
   * @return what the command's process exited with; 1 where it did not exit by itself
   * @throws InterruptedException when the thread is interrupted; the run goes on then
   */
  public int follow() throws InterruptedException {
    for (int polls = 0; ; polls++) {
      JsonNode state = client.get(path());
      boolean ended = !state.path("completedAt").isNull();
      print(state);
      if (ended) {
        return exitCode(state);
      }
      if (polls == PATIENT_POLLS && state.path("tasks").isEmpty()) {
        client.get(path() + "/why").path("why").forEach(why -> terminal.progress(why.asText()));
      }
      Thread.sleep(POLL_MS);
    }
  }

  /** Prints what the attempts have printed since the last time. */
  public void print(JsonNode state) {
    for (JsonNode attempt : state.path("batch").path("attempts")) {
      copy(attempt.path("attempt").asText(), "stdout", "", terminal::write);
      copy(attempt.path("attempt").asText(), "stderr", "", terminal.err()::print);
    }
  }

  /** Prints what the last attempt of an array's index has printed since the last time. */
  public void print(int index) {
    copy("latest", "stdout", "&index=" + index, terminal::write);
    copy("latest", "stderr", "&index=" + index, terminal.err()::print);
  }

  private void copy(String attempt, String file, String more, Consumer<String> to) {
    String path = path() + "/logs/" + attempt + "/" + file;
    while (true) {
      long offset = offsets.getOrDefault(path, 0L);
      String data = client.get(path + "?offset=" + offset + more).path("data").asText();
      if (data.isEmpty()) {
        return;
      }
      to.accept(data);
      offsets.put(path, offset + data.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  private int exitCode(JsonNode state) {
    JsonNode batch = state.path("batch");
    if (state.path("status").asText().equals("SUCCESS")) {
      return 0;
    }
    JsonNode attempts = batch.path("attempts");
    JsonNode last = attempts.path(attempts.size() - 1);
    int code = last.path("exitCode").asInt(0);
    if (code == 0) {
      terminal.progress("It failed: " + batch.path("message").asText());
      return NO_STATUS;
    }
    return code;
  }
}
