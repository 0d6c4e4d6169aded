package io.proffer.agent.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StraysTest {

  @TempDir Path work;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(p -> p.descendants().forEach(ProcessHandle::destroyForcibly));
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void whatRunsInASandboxThatNobodyKnowsIsEndedAndNothingElse() throws Exception {
    Path known = sandbox("known");
    Process task = process(Map.of("MESOS_SANDBOX", known.toString()));
    Process below = process(Map.of("MESOS_SANDBOX", known.resolve("containers/c").toString()));
    Process other = process(Map.of("MESOS_SANDBOX", work + "-other/slaves/x"));
    Process mention = process(Map.of("NOT_MESOS_SANDBOX", sandbox("lost").toString()));
    Process stray = process(Map.of("A", "1", "MESOS_SANDBOX", sandbox("lost").toString()));

    int ended = strays().endAllBut(Set.of(known));

    assertThat(stray.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).isPositive();
    assertThat(List.of(task, below, other, mention)).allMatch(Process::isAlive);
  }

  @Test
  void whatAStrayHasStartedEndsWithIt() throws Exception {
    Process stray =
        process(
            Map.of("MESOS_SANDBOX", sandbox("lost").toString()), "sleep 1000 & sleep 1000 & wait");
    while (stray.descendants().count() < 2) {
      Thread.onSpinWait();
    }
    List<ProcessHandle> children = stray.descendants().toList();

    assertThat(strays().endAllBut(Set.of())).isEqualTo(3);

    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(stray.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private Strays strays() {
    return new Strays(
        work.resolve("slaves"),
        new NoCgroups("not here"),
        pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  private Path sandbox(String name) {
    return work.resolve("slaves/m-S0/frameworks/f/executors/e/runs").resolve(name);
  }

  private Process process(Map<String, String> environment) throws IOException {
    return process(environment, "sleep 1000 & wait");
  }

  private Process process(Map<String, String> environment, String command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
