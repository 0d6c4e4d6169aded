package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.MasterClient;
import java.net.URI;

/** What a task of any framework has printed, from its sandbox. */
public final class TaskLog {

  private static final long POLL_MS = 500;

  private final SandboxFile file;

  private TaskLog(SandboxFile file) {
    this.file = file;
  }

  /**
   * Finds where a task has printed.
   *
   * @param task as the operator API tells of it
   * @param name {@code stdout} or {@code stderr}
   */
  public static TaskLog of(MasterClient master, JsonNode task, String name) {
    String agent = task.path("agent_id").path("value").asText();
    URI uri = InstanceLogs.agents(master).get(agent);
    if (uri == null) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND, "the master does not know where agent " + agent + " is");
    }
    String id = task.path("task_id").path("value").asText();
    String executor = task.path("executor_id").path("value").asText();
    String run =
        "/frameworks/%s/executors/%s/runs/latest"
            .formatted(
                task.path("framework_id").path("value").asText(),
                executor.isEmpty() ? id : executor);
    String directory = executor.isEmpty() ? run : run + "/tasks/" + id;
    return new TaskLog(new SandboxFile(uri, directory + "/" + name, () -> master.passTo(uri)));
  }

  /** Prints the last lines. */
  public void print(Terminal terminal, int lines) {
    write(terminal, file.tail(lines));
  }

  /** Prints what comes, until the thread is interrupted. */
  public void follow(Terminal terminal) throws InterruptedException {
    while (true) {
      write(terminal, file.next());
      Thread.sleep(POLL_MS);
    }
  }

  private static void write(Terminal terminal, String text) {
    terminal.write(text);
  }
}
