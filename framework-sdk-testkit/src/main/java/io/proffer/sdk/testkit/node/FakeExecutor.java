package io.proffer.sdk.testkit.node;

import com.google.protobuf.ByteString;
import io.proffer.agent.container.ContainerExit;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.kernel.ExecutorAnswer;
import io.proffer.core.model.TaskId;
import io.proffer.core.model.TaskKey;
import io.proffer.sdk.testkit.engine.Timeline.Scheduled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Call;
import org.apache.mesos.v1.executor.Protos.Event;

/**
 * A custom executor in its container, speaking the executor API as one written for it does: it
 * subscribes, and again when its stream breaks, with what was not acknowledged; does with each task
 * what is planned; echoes messages; and ends when it is told to, or has had nothing to do for long.
 */
final class FakeExecutor {

  private static final Duration LONGEST_SILENCE = Duration.ofMillis(500);

  /** What it is in. */
  interface Surroundings {

    /** Makes a call to the agent, if there is one; the answer comes to {@link #answered}. */
    long call(Call call);

    /** The agent, if there is one, finds that a stream is broken. */
    void streamBroke(long stream);

    ContainerPlan plan(TaskInfo task);

    void taskStarted(TaskInfo task);

    void taskEnded(TaskInfo task);

    /** The process ends by its own doing. */
    void exit(ContainerExit how);

    Scheduled after(Duration delay, Runnable turn);
  }

  /** A task it was given and has not ended. */
  private static final class Hosted {
    private final TaskInfo info;
    private final ContainerPlan plan;
    private boolean runs;
    private Optional<Scheduled> nextTurn = Optional.empty();

    Hosted(TaskInfo info, ContainerPlan plan) {
      this.info = info;
      this.plan = plan;
    }
  }

  private final ContainerSpec spec;
  private final ExecutorPlan plan;
  private final Surroundings around;
  private final Map<TaskId, Hosted> tasks = new LinkedHashMap<>();
  private final Map<TaskId, TaskInfo> unacknowledgedTasks = new LinkedHashMap<>();
  private final Map<ByteString, TaskStatus> unacknowledgedUpdates = new LinkedHashMap<>();
  private Optional<Long> asked = Optional.empty();
  private Optional<Long> stream = Optional.empty();
  private Optional<Scheduled> nextTry = Optional.empty();
  private Optional<Scheduled> idleEnd = Optional.empty();
  private Optional<Scheduled> breaking = Optional.empty();
  private long updates;
  private boolean ended;

  FakeExecutor(ContainerSpec spec, ExecutorPlan plan, Surroundings around) {
    this.spec = spec;
    this.plan = plan;
    this.around = around;
  }

  ContainerSpec spec() {
    return spec;
  }

  /** Its process has started. */
  void begin() {
    tryAfter(plan.subscribesAfter());
  }

  /** Its process has ended, however that came. */
  void end() {
    ended = true;
    nextTry.ifPresent(Scheduled::cancel);
    idleEnd.ifPresent(Scheduled::cancel);
    breaking.ifPresent(Scheduled::cancel);
    stream.ifPresent(around::streamBroke);
    stream = Optional.empty();
    for (Hosted task : List.copyOf(tasks.values())) {
      over(task);
    }
  }

  boolean listensTo(long number) {
    return stream.equals(Optional.of(number));
  }

  boolean asked(long request) {
    return asked.equals(Optional.of(request));
  }

  /** The agent has died, or has ended the stream: tries to come back. */
  void streamGone() {
    if (!ended) {
      asked = Optional.empty();
      stream = Optional.empty();
      breaking.ifPresent(Scheduled::cancel);
      tryAfter(plan.resubscribesAfter());
    }
  }

  void answered(ExecutorAnswer answer) {
    if (ended) {
      return;
    }
    switch (answer) {
      case ExecutorAnswer.Streaming a -> {
        stream = asked;
        nextTry.ifPresent(Scheduled::cancel);
        nextTry = Optional.empty();
        breaking = plan.streamLasts().map(time -> around.after(time, this::breakStream));
      }
      case ExecutorAnswer.Accepted a -> {}
      case ExecutorAnswer.Refused a -> {} // tries again, as it would if nobody had answered
    }
    asked = Optional.empty();
  }

  void told(Event event) {
    if (ended) {
      return;
    }
    switch (event.getType()) {
      case SUBSCRIBED -> {
        // What has happened since it asked to be subscribed.
        unacknowledgedUpdates.values().forEach(this::update);
        if (idleEnd.isEmpty()) {
          endWhenIdle(); // else the time that it has had nothing to do counts on
        }
      }
      case LAUNCH -> launch(event.getLaunch().getTask());
      case LAUNCH_GROUP ->
          event.getLaunchGroup().getTaskGroup().getTasksList().forEach(this::launch);
      case KILL -> kill(TaskId.of(event.getKill().getTaskId()));
      case ACKNOWLEDGED -> {
        unacknowledgedUpdates.remove(event.getAcknowledged().getUuid());
        unacknowledgedTasks.remove(TaskId.of(event.getAcknowledged().getTaskId()));
      }
      case MESSAGE ->
          say(
              Call.newBuilder()
                  .setType(Call.Type.MESSAGE)
                  .setMessage(Call.Message.newBuilder().setData(event.getMessage().getData())));
      case SHUTDOWN ->
          plan.shutdownTime()
              .ifPresent(time -> around.after(time, () -> exit(new ContainerExit.Exited(0))));
      case ERROR -> exit(new ContainerExit.Exited(1));
      case HEARTBEAT, UNKNOWN -> {}
    }
  }

  private void exit(ContainerExit how) {
    if (!ended) {
      around.exit(how);
    }
  }

  private void breakStream() {
    stream.ifPresent(around::streamBroke);
    streamGone();
  }

  private void tryAfter(Duration delay) {
    nextTry.ifPresent(Scheduled::cancel);
    nextTry = Optional.of(around.after(delay, this::subscribe));
  }

  private void subscribe() {
    asked =
        Optional.of(
            say(
                Call.newBuilder()
                    .setType(Call.Type.SUBSCRIBE)
                    .setSubscribe(
                        Call.Subscribe.newBuilder()
                            .addAllUnacknowledgedTasks(unacknowledgedTasks.values())
                            .addAllUnacknowledgedUpdates(
                                unacknowledgedUpdates.values().stream()
                                    .map(s -> Call.Update.newBuilder().setStatus(s).build())
                                    .toList()))));
    tryAfter(LONGEST_SILENCE);
  }

  private long say(Call.Builder call) {
    return around.call(
        call.setFrameworkId(spec.framework().getId())
            .setExecutorId(spec.executor().toProto())
            .build());
  }

  private void launch(TaskInfo info) {
    idleEnd.ifPresent(Scheduled::cancel);
    idleEnd = Optional.empty();
    TaskId id = TaskId.of(info.getTaskId());
    Hosted task = new Hosted(info, around.plan(info));
    tasks.put(id, task);
    unacknowledgedTasks.put(id, info);
    task.nextTurn = Optional.of(around.after(task.plan.launchTime(), () -> start(task)));
  }

  private void start(Hosted task) {
    switch (task.plan) {
      case ContainerPlan.Fails fails -> {
        over(task);
        tell(task, TaskState.TASK_FAILED, fails.failure().message());
      }
      case ContainerPlan.Runs runs -> {
        task.runs = true;
        around.taskStarted(task.info);
        task.nextTurn =
            runs.end().map(end -> around.after(end.after(), () -> ends(task, end.exit())));
        tell(task, TaskState.TASK_RUNNING, "");
      }
    }
  }

  boolean runs(TaskKey task) {
    Hosted hosted = tasks.get(task.task());
    return spec.frameworkId().equals(task.framework()) && hosted != null && hosted.runs;
  }

  /** A task that runs ends now, as its own doing. */
  void ends(TaskId id, ContainerExit how) {
    Optional.ofNullable(tasks.get(id)).ifPresent(task -> ends(task, how));
  }

  private void ends(Hosted task, ContainerExit how) {
    over(task);
    boolean well = how.equals(new ContainerExit.Exited(0));
    tell(task, well ? TaskState.TASK_FINISHED : TaskState.TASK_FAILED, how.toString());
  }

  private void kill(TaskId id) {
    Hosted task = tasks.get(id);
    if (task == null) {
      return;
    }
    Optional<Duration> time =
        task.plan instanceof ContainerPlan.Runs runs && task.runs
            ? runs.termTime()
            : Optional.of(Duration.ZERO);
    time.ifPresent(
        t -> {
          task.nextTurn.ifPresent(Scheduled::cancel);
          task.nextTurn =
              Optional.of(
                  around.after(
                      t,
                      () -> {
                        over(task);
                        tell(task, TaskState.TASK_KILLED, "");
                      }));
        });
  }

  private void over(Hosted task) {
    task.nextTurn.ifPresent(Scheduled::cancel);
    tasks.remove(TaskId.of(task.info.getTaskId()));
    if (task.runs) {
      task.runs = false;
      around.taskEnded(task.info);
    }
  }

  private void tell(Hosted task, TaskState state, String message) {
    String name = spec.id() + ":" + updates++;
    UUID uuid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(task.info.getTaskId())
            .setExecutorId(spec.executor().toProto())
            .setState(state)
            .setMessage(message)
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setUuid(
                ByteString.copyFrom(
                    ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .flip()))
            .build();
    unacknowledgedUpdates.put(status.getUuid(), status);
    if (stream.isPresent()) {
      update(status);
    }
    endWhenIdle();
  }

  private void update(TaskStatus status) {
    say(
        Call.newBuilder()
            .setType(Call.Type.UPDATE)
            .setUpdate(Call.Update.newBuilder().setStatus(status)));
  }

  /** What it has said must have arrived before it goes. */
  private void endWhenIdle() {
    idleEnd.ifPresent(Scheduled::cancel);
    if (tasks.isEmpty()) {
      idleEnd =
          Optional.of(
              around.after(
                  plan.idleTime(),
                  () -> {
                    if (unacknowledgedUpdates.isEmpty()) {
                      exit(new ContainerExit.Exited(0));
                    } else {
                      endWhenIdle();
                    }
                  }));
    }
  }
}
