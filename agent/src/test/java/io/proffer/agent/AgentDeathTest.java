package io.proffer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.proffer.agent.runtime.docker.TestEngine;
import io.proffer.agent.state.TaskEnds;
import io.proffer.core.protocol.link.FromAgent;
import io.proffer.core.protocol.link.ToAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** The agent's process is killed under running tasks, and another starts on its work directory. */
class AgentDeathTest {

  private static final String UNTIL_TOLD = "while [ ! -e $MESOS_SANDBOX/go ]; do sleep 0.05; done";

  @TempDir Path work;

  private final TestMaster master = TestMaster.start();
  private Optional<AgentJvm> agent = Optional.empty();

  @AfterEach
  void endAll() throws Exception {
    if (agent.isPresent()) {
      master.say(new ToAgent.Shutdown("the test is over"));
      Awaitility.await().until(() -> !master.said(FromAgent.Unregister.class).isEmpty());
      agent.get().close();
    }
    master.close();
  }

  private void start() throws IOException {
    int before = registrations();
    agent = Optional.of(AgentJvm.start(master, work));
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> registrations() > before);
  }

  private int registrations() {
    return master.said(FromAgent.Register.class).size()
        + master.said(FromAgent.Reregister.class).size();
  }

  private Path sandbox(String task) {
    return work.resolve("slaves/m-S0/frameworks/m-0000/executors")
        .resolve(task)
        .resolve("runs/latest");
  }

  private void tell(String task) throws IOException {
    Files.createFile(sandbox(task).resolve("go"));
  }

  @Test
  void whatRunsGoesOnAndItsEndIsTold() throws Exception {
    List<Kind> kinds = kinds();
    start();
    for (Kind kind : kinds) {
      master.run(kind.task("runs", UNTIL_TOLD + "; exit 7"));
      master.run(kind.task("ends", UNTIL_TOLD + "; exit 9"));
    }
    for (Kind kind : kinds) {
      kind.sawRunning("runs", master.await(kind.id("runs"), TaskState.TASK_RUNNING));
      kind.sawRunning("ends", master.await(kind.id("ends"), TaskState.TASK_RUNNING));
    }

    agent.orElseThrow().kill();
    for (Kind kind : kinds) {
      tell(kind.id("ends"));
      Awaitility.await().until(() -> !kind.runs("ends"));
      assertThat(kind.runs("runs")).isTrue();
    }
    start();

    for (Kind kind : kinds) {
      assertThat(reported()).containsEntry(kind.id("runs"), TaskState.TASK_RUNNING);
      assertThat(master.await(kind.id("ends"), TaskState.TASK_FAILED).getMessage())
          .isEqualTo(kind.subject() + " exited with status 9");
      assertThat(kind.runs("runs")).as("it is the same one").isTrue();
      tell(kind.id("runs"));
      assertThat(master.await(kind.id("runs"), TaskState.TASK_FAILED).getMessage())
          .isEqualTo(kind.subject() + " exited with status 7");
      Awaitility.await().untilAsserted(() -> assertThat(kind.left()).isZero());
    }
  }

  /**
   * The others are in {@code DeathAtEveryWriteTest}; these show that a real process does as well.
   */
  @ParameterizedTest
  @ValueSource(ints = {9, 15, 17, 20})
  void whateverItWasWritingWhenItDied(int changes) throws Exception {
    agent = Optional.of(AgentJvm.start(master, work, changes));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> registrations() > 0 || agent.orElseThrow().isDead());
    master.run(Tasks.shell("ends", "exit 3").build());
    master.run(Tasks.shell("runs", UNTIL_TOLD).build());
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> agent.orElseThrow().isDead());

    start();

    for (FromAgent.ReportedTask task : master.said(FromAgent.Reregister.class).getLast().tasks()) {
      String id = task.task().getTaskId().getValue();
      if (id.equals("ends")) {
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(master.updates(id))
                        .isNotEmpty()
                        .last()
                        .satisfiesAnyOf(
                            s ->
                                assertThat(s.getMessage())
                                    .isEqualTo("Command exited with status 3"),
                            s -> assertThat(s.getState()).isEqualTo(TaskState.TASK_DROPPED)));
      } else if (Files.exists(sandbox(id)) && !TaskEnds.isEnd(task.latest().getState())) {
        tell(id);
        master.await(id, TaskState.TASK_FINISHED);
      }
    }
    assertThat(
            master.updates("ends").stream()
                .map(TaskStatus::getState)
                .filter(TaskEnds::isEnd)
                .distinct())
        .as("told in one way")
        .hasSizeLessThanOrEqualTo(1);
    for (String id : List.of("ends", "runs")) {
      assertThat(master.updates(id).stream().collect(Collectors.groupingBy(TaskStatus::getUuid)))
          .allSatisfy((uuid, same) -> assertThat(same).containsOnly(same.getFirst()));
    }
    String mark = "MESOS_SANDBOX=" + work;
    Awaitility.await().untilAsserted(() -> assertThat(marked(mark)).isEmpty());
  }

  private static List<Path> marked(String mark) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(p -> p.getFileName().toString().matches("[0-9]+"))
          .filter(p -> environment(p).contains(mark))
          .toList();
    }
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  /** Processes, and containers where there is, or must be, an engine. */
  private List<Kind> kinds() throws IOException {
    try {
      return List.of(new Processes(), new Containers(TestEngine.require(), work));
    } catch (TestAbortedException e) {
      return List.of(new Processes());
    }
  }

  private Map<String, TaskState> reported() {
    return master.said(FromAgent.Reregister.class).getLast().tasks().stream()
        .collect(
            Collectors.toMap(t -> t.task().getTaskId().getValue(), t -> t.latest().getState()));
  }

  /** A kind of task, and how to look at it past the agent. */
  private interface Kind {
    String subject();

    TaskInfo task(String name, String command);

    default String id(String name) {
      return subject() + "-" + name;
    }

    void sawRunning(String name, TaskStatus status);

    /** Whether what was seen running still is. */
    boolean runs(String name);

    /** How much is left of what has ended. */
    int left();
  }

  private static final class Processes implements Kind {
    private final Map<String, Long> pids = new ConcurrentHashMap<>();

    @Override
    public String subject() {
      return "Command";
    }

    @Override
    public TaskInfo task(String name, String command) {
      return Tasks.shell(id(name), command).build();
    }

    @Override
    public void sawRunning(String name, TaskStatus status) {
      pids.put(name, (long) status.getContainerStatus().getExecutorPid());
    }

    @Override
    public boolean runs(String name) {
      return Optional.ofNullable(pids.get(name))
          .flatMap(ProcessHandle::of)
          .filter(ProcessHandle::isAlive)
          .isPresent();
    }

    @Override
    public int left() {
      return (int) pids.keySet().stream().filter(this::runs).count();
    }
  }

  private record Containers(DockerClient engine, Path work, Map<String, String> ids)
      implements Kind {

    Containers(DockerClient engine, Path work) {
      this(engine, work, new ConcurrentHashMap<>());
    }

    @Override
    public String subject() {
      return "Container";
    }

    @Override
    public TaskInfo task(String name, String command) {
      return Tasks.docker(id(name), TestEngine.IMAGE, command).build();
    }

    @Override
    public void sawRunning(String name, TaskStatus status) {
      ids.put(name, list(Map.of("io.proffer.task", id(name)), false).getFirst());
    }

    @Override
    public boolean runs(String name) {
      return list(Map.of("io.proffer.task", id(name)), false).contains(ids.get(name));
    }

    @Override
    public int left() {
      return list(Map.of(), true).size();
    }

    private List<String> list(Map<String, String> labels, boolean ended) {
      Map<String, String> all = new LinkedHashMap<>(labels);
      all.put("io.proffer.work-dir", work.toAbsolutePath().toString());
      return engine.listContainersCmd().withShowAll(ended).withLabelFilter(all).exec().stream()
          .map(Container::getId)
          .toList();
    }
  }
}
