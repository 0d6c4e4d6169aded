package io.proffer.examples.primes;

import com.google.protobuf.ByteString;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.Executor;
import io.proffer.sdk.ExecutorDriver;
import io.proffer.sdk.Proffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Counts primes: each task is a bound to count below, and has a thread in this one process. */
public final class PrimeExecutor implements Executor {
  private final Map<TaskId, Thread> running = new HashMap<>();

  @Override
  public void launch(TaskInfo task, ExecutorDriver driver) {
    TaskId id = TaskId.of(task.getTaskId());
    long bound = Long.parseLong(task.getData().toStringUtf8());
    driver.running(id);
    running.put(id, Thread.ofVirtual().start(() -> count(id, bound, driver)));
  }

  private void count(TaskId id, long bound, ExecutorDriver driver) {
    long primes = 0;
    for (long n = 2; n < bound; n++) {
      if (Thread.currentThread().isInterrupted()) {
        driver.killed(id);
        return;
      }
      primes += isPrime(n) ? 1 : 0;
    }
    driver.update(
        TaskStatus.newBuilder()
            .setTaskId(id.toProto())
            .setState(TaskState.TASK_FINISHED)
            .setData(ByteString.copyFromUtf8(Long.toString(primes)))
            .build());
    driver.execute(() -> running.remove(id));
  }

  static boolean isPrime(long n) {
    for (long d = 2; d * d <= n; d++) {
      if (n % d == 0) {
        return false;
      }
    }
    return n >= 2;
  }

  @Override
  public void kill(TaskId task, Optional<Duration> grace, ExecutorDriver driver) {
    Optional.ofNullable(running.remove(task)).ifPresent(Thread::interrupt);
  }

  public static void main(String[] args) {
    Proffer.executor().run(new PrimeExecutor());
  }
}
