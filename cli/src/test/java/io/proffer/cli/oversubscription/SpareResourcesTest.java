package io.proffer.cli.oversubscription;

import static io.proffer.sdk.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.agent.AgentOptions;
import io.proffer.agent.AgentServer;
import io.proffer.agent.oversubscription.HostUse;
import io.proffer.agent.oversubscription.OversubscriptionSettings;
import io.proffer.agent.oversubscription.QosController;
import io.proffer.agent.oversubscription.Thresholds;
import io.proffer.master.MasterOptions;
import io.proffer.master.MasterServer;
import io.proffer.sdk.Driver;
import io.proffer.sdk.Offers;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.Scheduler;
import io.proffer.sdk.TaskBuilder;
import io.proffer.sdk.TaskUpdate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a task holds and does not use is offered to who can lose it, and taken back when the machine
 * is overloaded: with a master and an agent as they are run. Only the machine's load is made up.
 */
class SpareResourcesTest {

  private static final HostUse IDLE = new HostUse(0, 2, 8L << 30, 8L << 30);
  private static final HostUse OVERLOADED = new HostUse(100, 2, 8L << 30, 8L << 30);

  @TempDir Path work;

  private final List<AutoCloseable> open = new ArrayList<>();
  private volatile HostUse host = IDLE;

  private OversubscriptionSettings settings() {
    OversubscriptionSettings real =
        OversubscriptionSettings.thresholds(
            Duration.ofSeconds(1), new Thresholds(List.of("cpus"), Duration.ZERO, 0.1, 1.5, 0.01));
    return new OversubscriptionSettings(
        real.interval(),
        real.estimator(),
        () -> {
          QosController controller = real.controller().get();
          return sample -> controller.correct(sample.on(host));
        });
  }

  @Test
  void slackIsUsedUntilItIsNeeded() throws Exception {
    OneTask firm = new OneTask(task("firm").command("sleep 600").cpus(1));
    OneTask spare = new OneTask(task("spare").command("sleep 600").cpus(0.5).revocable("cpus"));
    MasterServer master =
        open(MasterServer.start(MasterOptions.standalone(work.resolve("master"))));
    AgentServer agent =
        open(
            AgentServer.start(
                AgentOptions.of(master.address(), work.resolve("agent"))
                    .withResources(Optional.of("cpus:1;mem:512;disk:100"))
                    .withDocker(Optional.empty())
                    .withKillTasksOnClose(true)
                    .withOversubscription(Optional.of(settings()))));
    agent.registered().toCompletableFuture().get(30, TimeUnit.SECONDS);
    open(Proffer.framework("firm").master(master.address()).start(firm));
    open(
        Proffer.framework("spare")
            .capability(Capability.Type.REVOCABLE_RESOURCES)
            .master(master.address())
            .start(spare));
    firm.awaitState(TaskState.TASK_RUNNING);
    spare.awaitState(TaskState.TASK_RUNNING);

    host = OVERLOADED;

    assertThat(spare.awaitState(TaskState.TASK_GONE).reason())
        .contains(TaskStatus.Reason.REASON_CONTAINER_PREEMPTED);
    assertThat(firm.updates.getLast().state()).isEqualTo(TaskState.TASK_RUNNING);
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

  /** Runs one task, once. */
  private static final class OneTask implements Scheduler {
    private final List<TaskUpdate> updates = new CopyOnWriteArrayList<>();
    private final TaskBuilder task;
    private boolean launched;

    OneTask(TaskBuilder task) {
      this.task = task;
    }

    @Override
    public boolean wantsOffers() {
      return !launched;
    }

    @Override
    public void offered(Offers offers, Driver driver) {
      launched = launched || offers.launch(task).placed();
    }

    @Override
    public void updated(TaskUpdate update, Driver driver) {
      updates.add(update);
    }

    TaskUpdate awaitState(TaskState state) {
      return Awaitility.await(task.id() + " to be " + state)
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> updates.stream().filter(u -> u.state() == state).findFirst(),
              Optional::isPresent)
          .orElseThrow();
    }
  }
}
