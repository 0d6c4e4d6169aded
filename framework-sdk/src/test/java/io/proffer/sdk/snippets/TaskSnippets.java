package io.proffer.sdk.snippets;

import static io.proffer.sdk.TaskBuilder.task;

import io.proffer.sdk.TaskBuilder;
import java.time.Duration;

/** Describing tasks. */
public final class TaskSnippets {

  private TaskSnippets() {}

  static TaskBuilder web(int instance) {
    // @start region="task"
    TaskBuilder web =
        task("web")
            .image("nginx:1.27")
            .cpus(0.5)
            .memMb(128)
            .port("http", 80) // of the container; the agent's is chosen at launch
            .env("MODE", "production")
            .label("team", "search")
            .killGrace(Duration.ofSeconds(30));
    TaskBuilder one = web.id("web-" + instance);
    // @end
    return one;
  }
}
