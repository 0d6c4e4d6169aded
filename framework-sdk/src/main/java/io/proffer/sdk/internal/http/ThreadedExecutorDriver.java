package io.proffer.sdk.internal.http;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.ExecutorDriver;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Hands what an executor tells to its callbacks' thread. */
final class ThreadedExecutorDriver implements ExecutorDriver {

  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final ExecutorEnvironment environment;
  private final CallbackThread thread;
  private final ExecutorThread executor;

  ThreadedExecutorDriver(
      ExecutorEnvironment environment, CallbackThread thread, ExecutorThread executor) {
    this.environment = environment;
    this.thread = thread;
    this.executor = executor;
  }

  @Override
  public FrameworkId framework() {
    return environment.framework();
  }

  @Override
  public ExecutorId executor() {
    return environment.executor();
  }

  @Override
  public Path sandbox() {
    return environment.sandbox();
  }

  @Override
  public void starting(TaskId task) {
    update(status(task, TaskState.TASK_STARTING).build());
  }

  @Override
  public void running(TaskId task) {
    update(status(task, TaskState.TASK_RUNNING).build());
  }

  @Override
  public void finished(TaskId task) {
    update(status(task, TaskState.TASK_FINISHED).build());
  }

  @Override
  public void failed(TaskId task, String message) {
    update(status(task, TaskState.TASK_FAILED).setMessage(message).build());
  }

  @Override
  public void killed(TaskId task) {
    update(status(task, TaskState.TASK_KILLED).build());
  }

  private static TaskStatus.Builder status(TaskId task, TaskState state) {
    return TaskStatus.newBuilder().setTaskId(task.toProto()).setState(state);
  }

  @Override
  public void update(TaskStatus status) {
    TaskStatus.Builder complete =
        status.toBuilder()
            .setUuid(uuid())
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setExecutorId(environment.executor().toProto());
    if (!status.hasTimestamp()) {
      complete.setTimestamp(System.currentTimeMillis() / MILLIS_PER_SECOND);
    }
    TaskStatus told = complete.build();
    thread.ask(() -> executor.tell(told));
  }

  private static ByteString uuid() {
    UUID uuid = UUID.randomUUID();
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip());
  }

  @Override
  public void send(ByteString data) {
    thread.ask(() -> executor.send(data));
  }

  @Override
  public void execute(Runnable code) {
    thread.ask(code);
  }

  @Override
  public Runnable schedule(Duration delay, Runnable code) {
    return thread.runLater(delay, code);
  }

  @Override
  public void stop() {
    thread.ask(executor::stopSoon);
  }
}
