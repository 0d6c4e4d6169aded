package io.proffer.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerId;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.container.RecoveredContainer;
import io.proffer.agent.state.AgentEvent;
import io.proffer.agent.state.AgentState;
import io.proffer.agent.state.AgentTask;
import io.proffer.agent.state.Checkpoint;
import io.proffer.agent.state.TaskPhase;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.mesos.v1.Protos.DrainConfig;
import org.apache.mesos.v1.Protos.TaskInfo;

/** What holds whatever happens to an agent, in whatever order. */
class KernelProperties {

  private static final int TASKS = 6;

  @Property(tries = 300)
  void safetyHoldsUnderAnySequenceOfEvents(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int steps) {
    SplittableRandom random = new SplittableRandom(seed);
    Walk walk = new Walk();
    for (int i = 0; i < steps; i++) {
      walk.step(random);
      walk.check();
    }
  }

  /** One agent and what was seen of it. */
  private static final class Walk {
    private final KernelScenario agent = KernelScenario.registeredAgent();
    private final Set<String> launched = new HashSet<>();
    private final Map<ByteString, String> uuids = new HashMap<>();
    private final List<ByteString> seen = new ArrayList<>();

    private void step(SplittableRandom random) {
      String name = "t" + random.nextInt(TASKS);
      switch (random.nextInt(15)) {
        case 0, 1 -> agent.runTask(name);
        case 2 -> agent.runGroup("e" + random.nextInt(2), name, "t" + random.nextInt(TASKS) + "g");
        case 3, 4 -> anyTask(random).ifPresent(this::start);
        case 5 -> anyTask(random).ifPresent(t -> failLaunch(t, random));
        case 6 -> anyTask(random).ifPresent(t -> exit(t, random.nextInt(3)));
        case 7 -> agent.kill(name, Optional.of(Duration.ofSeconds(random.nextInt(5))));
        case 8, 9 -> anyTask(random).ifPresent(t -> acknowledge(t, random));
        case 10 -> agent.advance(Duration.ofSeconds(random.nextInt(30)));
        case 11 -> agent.linkDown();
        case 12 -> reconnect(random);
        case 13 -> restart(random);
        case 14 -> drain(random);
        default -> throw new AssertionError();
      }
    }

    private void drain(SplittableRandom random) {
      DrainConfig.Builder config = DrainConfig.newBuilder().setMarkGone(random.nextBoolean());
      if (random.nextBoolean()) {
        config.getMaxGracePeriodBuilder().setNanoseconds(random.nextLong(5_000_000_000L));
      }
      agent.masterSays(new ToAgent.Drain(config.build()));
    }

    private Optional<AgentTask> anyTask(SplittableRandom random) {
      List<AgentTask> tasks = List.copyOf(agent.state().tasks());
      return tasks.isEmpty()
          ? Optional.empty()
          : Optional.of(tasks.get(random.nextInt(tasks.size())));
    }

    private void start(AgentTask task) {
      if (task.phase() == TaskPhase.LAUNCHING) {
        agent.started(task.key().task().value());
      }
    }

    private void failLaunch(AgentTask task, SplittableRandom random) {
      if (task.phase() == TaskPhase.LAUNCHING) {
        LaunchFailure.Kind[] kinds = LaunchFailure.Kind.values();
        agent.launchFailed(
            task.key().task().value(),
            new LaunchFailure(kinds[random.nextInt(kinds.length)], "no luck"));
      }
    }

    private void exit(AgentTask task, int code) {
      if (task.phase() == TaskPhase.RUNNING) {
        agent.exited(task.key().task().value(), new ContainerExit.Exited(code));
      }
    }

    private void acknowledge(AgentTask task, SplittableRandom random) {
      // Sometimes one that was acknowledged long ago, or never sent.
      ByteString uuid =
          random.nextBoolean() || seen.isEmpty()
              ? task.inFlight().map(s -> s.getUuid()).orElse(ByteString.EMPTY)
              : seen.get(random.nextInt(seen.size()));
      agent.acknowledge(task.key().task().value(), uuid);
    }

    private void reconnect(SplittableRandom random) {
      agent.linkDown().linkUp();
      if (random.nextBoolean()) {
        agent.masterSays(
            new ToAgent.Reregistered(
                KernelScenario.AGENT,
                KernelScenario.PING_TIMEOUT,
                random.nextInt(5) == 0 ? List.of(KernelScenario.FRAMEWORK) : List.of()));
      }
    }

    private void restart(SplittableRandom random) {
      List<RecoveredContainer> found = new ArrayList<>();
      for (AgentTask task : agent.state().liveTasks()) {
        var running =
            task.running().orElseGet(() -> agent.runningContainer(task.key().task().value()));
        switch (random.nextInt(4)) {
          case 0 -> found.add(new RecoveredContainer.Alive(running));
          case 1 -> found.add(new RecoveredContainer.Ended(running, new ContainerExit.Exited(1)));
          case 2 -> found.add(new RecoveredContainer.NeverStarted(task.container()));
          default -> {} // the runtime knows nothing of it
        }
      }
      agent.restart(found.toArray(RecoveredContainer[]::new));
    }

    private void check() {
      List<AgentEvent.Durable> live = Checkpoint.of(agent.state());
      assertThat(Checkpoint.of(AgentState.of(agent.journal())))
          .as("the journal leads to the live state")
          .isEqualTo(live);
      assertThat(Checkpoint.of(AgentState.of(live)))
          .as("a compacted journal says the same")
          .isEqualTo(live);
      checkWhatReadersSee();
      if (agent.state().drain().isPresent()) {
        assertThat(agent.state().tasks()).as("a drain ends with the last task").isNotEmpty();
        assertThat(agent.state().liveTasks())
            .as("all that lives is being killed")
            .allMatch(t -> t.killing().isPresent());
      }
      for (AgentEffect effect : agent.effects()) {
        switch (effect) {
          case AgentEffect.LaunchContainer e -> {
            assertThat(launched.add(e.spec().id().value())).as("launched once").isTrue();
            assertThat(agent.state().drain()).as("nothing starts in a drain").isEmpty();
          }
          case AgentEffect.Send e -> {
            if (e.message() instanceof FromAgent.StatusUpdate u) {
              checkUpdate(u);
            }
          }
          case AgentEffect.SignalContainer e -> checkLive(e.container());
          default -> {}
        }
      }
      for (AgentTask task : agent.state().tasks()) {
        TaskInfo info = task.info();
        assertThat(info.getName()).isNotEmpty();
        assertThat(task.live() || !task.updates().isEmpty())
            .as("an ended task is kept only while it has something to tell: %s", task)
            .isTrue();
      }
      assertThat(agent.state().executors())
          .allSatisfy(
              e ->
                  assertThat(agent.state().tasksOf(e.key()))
                      .as("an executor lives while a task of it does")
                      .anyMatch(AgentTask::live));
    }

    private void checkWhatReadersSee() {
      List<String> seen =
          agent.seen().tasks().map(t -> t.info().getTaskId().getValue() + t.state()).toList();
      assertThat(agent.state().tasks())
          .as("readers see every task the agent holds, in the state it is in")
          .allSatisfy(t -> assertThat(seen).contains(t.key().task().value() + t.state()));
      assertThat(agent.seen().containers())
          .as("and every container that runs")
          .hasSize(
              (int)
                  agent.state().liveTasks().stream().filter(t -> t.running().isPresent()).count());
      assertThat(agent.seen().allFrameworks().map(f -> f.info().getId()))
          .as("and a framework once, however often it came back")
          .doesNotHaveDuplicates();
    }

    private void checkUpdate(FromAgent.StatusUpdate update) {
      ByteString uuid = update.status().getUuid();
      String what =
          update.status().getTaskId().getValue()
              + " "
              + update.status().getState()
              + " "
              + update.status().getTimestamp();
      assertThat(uuids.merge(uuid, what, (a, b) -> a))
          .as("a uuid means one update")
          .isEqualTo(what);
      seen.add(uuid);
    }

    private void checkLive(ContainerId container) {
      assertThat(agent.state().taskOf(container))
          .as("only known containers are signalled")
          .isPresent();
    }
  }
}
