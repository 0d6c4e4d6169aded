package io.proffer.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.proffer.cli.Terminal;
import io.proffer.cli.job.BatchClient;
import io.proffer.cli.job.WorkflowRow;
import io.proffer.cli.output.OutputFormat;
import java.time.Duration;
import java.util.Optional;

/** Shows what the batch framework does: a scheduled job, an array and a workflow, all at once. */
public final class JobDemo {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MS = 200;
  private final Terminal terminal;
  private final BatchClient client;

  /**
   * A demo that prints to a terminal.
   *
   * @param url of a batch framework that has no jobs
   */
  public JobDemo(Terminal terminal, String url) {
    this.terminal = terminal;
    this.client = BatchClient.at(url);
  }

  /**
   * Runs all there is to see and prints it.
   *
   * @return whether all ended well
   * @throws InterruptedException when the thread is interrupted
   */
  public boolean run() throws InterruptedException {
    terminal.print("");
    terminal.print("The batch framework runs jobs:");
    job(
        "report",
        "echo the report",
        "\"schedules\": [{\"id\": \"nightly\", \"cron\": \"30 4 * * *\"}]");
    JsonNode schedule = client.get("/v1/jobs/report/schedules").path(0);
    terminal.print(
        "  'report' has a schedule and is due at "
            + schedule.path("nextRunAt").asText()
            + "; it is run now besides");
    job(
        "pieces",
        "echo piece $PROFFER_ARRAY_INDEX",
        "\"batch\": {\"array\": {\"indexes\": \"0-9%5\"}}");
    terminal.print("  'pieces' is an array of 10 tasks, 5 at a time");
    job("fetch", "echo fetched", "\"labels\": {}");
    job("count", "echo counted", "\"dependencies\": [{\"id\": \"fetch\"}]");
    job("check", "echo checked", "\"dependencies\": [{\"id\": \"fetch\"}]");
    job(
        "publish",
        "echo published",
        "\"dependencies\": [{\"id\": \"count\"}, {\"id\": \"check\"}]");
    terminal.print("  'fetch', then 'count' and 'check', then 'publish' are a workflow");
    String report = begin("report");
    String pieces = begin("pieces");
    String fetch = begin("fetch");

    boolean allWell = ended("/v1/jobs/report/runs/" + report, "report");
    allWell &= ended("/v1/jobs/pieces/runs/" + pieces, "pieces");
    String workflow = "/v1/jobs/fetch/workflows/" + fetch;
    allWell &= ended(workflow, "the workflow of fetch");
    WorkflowRow.jobs(client.get(workflow)).print(terminal, OutputFormat.table);
    return allWell;
  }

  private void job(String id, String command, String more) {
    String json =
        """
        {"id": "%s", %s, "run": {"cmd": "%s", "cpus": 0.1, "mem": 32, "disk": 0}}\
        """
            .formatted(id, more, command);
    try {
      var unused = client.post("/v0/scheduled-jobs", new JsonMapper().readTree(json));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the demo's own job is no JSON", impossible);
    }
  }

  private String begin(String id) {
    return client.send("POST", "/v1/jobs/" + id + "/runs", Optional.empty()).path("id").asText();
  }

  /** Waits for an end, and says what it was. */
  private boolean ended(String path, String what) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode now = client.get(path);
    while (now.path("completedAt").isNull() && System.nanoTime() < end) {
      Thread.sleep(LOOK_MS);
      now = client.get(path);
    }
    String status = now.path("status").asText();
    JsonNode array = now.path("batch").path("array");
    terminal.print(
        "  %s: %s%s"
            .formatted(
                what,
                status,
                array.isMissingNode()
                    ? ""
                    : ", %d of %d indexes ended well"
                        .formatted(array.path("succeeded").asInt(), array.path("size").asInt())));
    return status.equals("SUCCESS");
  }
}
