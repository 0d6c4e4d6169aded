package io.proffer.sdk.snippets;

import io.proffer.core.model.TaskId;
import io.proffer.sdk.Executor;
import io.proffer.sdk.ExecutorDriver;
import io.proffer.sdk.Proffer;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

/** An executor whose tasks only wait. */
public final class SmallestExecutor {

  private SmallestExecutor() {}

  // @start region="executor"
  /** Its tasks end by themselves after a minute; the executor goes on, and takes others. */
  static final class Waiting implements Executor {
    @Override
    public void launch(TaskInfo task, ExecutorDriver driver) {
      TaskId id = TaskId.of(task.getTaskId());
      driver.running(id);
      driver.schedule(Duration.ofMinutes(1), () -> driver.finished(id));
    }

    @Override
    public void kill(TaskId task, Optional<Duration> grace, ExecutorDriver driver) {
      driver.killed(task);
    }
  }

  // @end

  // @start region="run"
  /** What the agent starts. */
  public static void main(String[] args) {
    Proffer.executor().run(new Waiting());
  }
  // @end
}
