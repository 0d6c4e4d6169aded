package io.proffer.cli.drain;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.cli.CapturedTerminal;
import io.proffer.cli.ExitCode;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskUpdate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's commands, a master and an agent as they are run, and a task that does not obey. */
class DrainedAgentTest {

  @TempDir Path work;

  private final List<AutoCloseable> open = new ArrayList<>();

  @Test
  void anAgentIsEmptiedComesBackAndGoesForGood() throws Exception {
    MasterServer master =
        open(MasterServer.start(MasterOptions.standalone(work.resolve("master"))));
    AgentServer agent =
        open(
            AgentServer.start(
                AgentOptions.of(master.address(), work.resolve("agent"))
                    .withAdvertisedHostname(Optional.of("node7.example"))
                    .withResources(Optional.of("cpus:1;mem:512;disk:100"))
                    .withDocker(Optional.empty())
                    .withKillTasksOnClose(true)));
    agent.registered().toCompletableFuture().get(30, TimeUnit.SECONDS);
    Stubborn framework = new Stubborn();
    open(Proffer.framework("stubborn").master(master.address()).start(framework));
    framework.await(1, TaskState.TASK_RUNNING);

    assertThat(proffer(master, "drain", "node7.example", "--max-grace", "500ms", "--wait"))
        .isEqualTo(ExitCode.DONE);

    assertThat(framework.await(1, TaskState.TASK_KILLED).reason())
        .contains(Reason.REASON_AGENT_DRAINING);
    assertThat(framework.updates(TaskState.TASK_RUNNING)).as("nothing is launched").hasSize(1);
    assertThat(proffer(master, "reactivate", "node7.example")).isEqualTo(ExitCode.DONE);
    framework.await(2, TaskState.TASK_RUNNING);

    assertThat(
            proffer(master, "drain", "node7.example", "--max-grace=500ms", "--mark-gone", "--wait"))
        .isEqualTo(ExitCode.DONE);

    assertThat(framework.await(1, TaskState.TASK_GONE_BY_OPERATOR).reason())
        .contains(Reason.REASON_AGENT_DRAINING);
    assertThat(agent.stopped().toCompletableFuture().get(10, TimeUnit.SECONDS))
        .contains("Agent has been marked gone");
  }

  private static ExitCode proffer(MasterServer master, String command, String... more) {
    List<String> line = new ArrayList<>(List.of("agent", command));
    line.addAll(List.of(more));
    return new CapturedTerminal(Map.of("PROFFER_MASTER", master.address()))
        .run(line.toArray(String[]::new));
  }

  private <C extends AutoCloseable> C open(C opened) {
    open.add(opened);
    return opened;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** Runs a task that ignores SIGTERM wherever it is offered something. */
  private static final class Stubborn implements Scheduler {
    private final List<TaskUpdate> updates = new CopyOnWriteArrayList<>();

    @Override
    public void offered(Offers offers, Driver driver) {
      offers.launch(
          task("stubborn")
              .command("trap '' TERM; while :; do sleep 0.1; done")
              .with(
                  info ->
                      info.getKillPolicyBuilder()
                          .getGracePeriodBuilder()
                          .setNanoseconds(Duration.ofMinutes(10).toNanos()))
              .cpus(1));
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {
      updates.add(update);
    }

    List<TaskUpdate> updates(TaskState state) {
      return updates.stream().filter(u -> u.state() == state).toList();
    }

    TaskUpdate await(int count, TaskState state) {
      return Awaitility.await(count + " times " + state)
          .atMost(Duration.ofSeconds(30))
          .until(() -> updates(state), all -> all.size() >= count)
          .get(count - 1);
    }
  }
}
