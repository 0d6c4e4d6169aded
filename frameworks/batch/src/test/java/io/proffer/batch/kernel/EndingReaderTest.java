package io.proffer.batch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an end says of whether a task has run. */
class EndingReaderTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  /** What was heard last, why it has gone, and what follows. */
  @ParameterizedTest
  @CsvSource({
    "TASK_STAGING,REASON_RECONCILIATION,LAUNCH",
    "TASK_STARTING,REASON_RECONCILIATION,LOST",
    "TASK_STAGING,REASON_AGENT_REMOVED,LOST",
    "TASK_STARTING,REASON_AGENT_REMOVED,LOST",
    "TASK_STAGING,REASON_CONTAINER_PREEMPTED,PREEMPTED"
  })
  void whatHasGoneMayHaveRunUnlessItsAgentHasNeverHeardOfIt(
      String heard, TaskStatus.Reason reason, Failure expected) {
    Attempt attempt =
        Attempt.launched(1, "job.run.0.1", "agent", "host", "", NOW)
            .told(heard, Optional.empty(), Optional.empty());
    TaskStatus gone =
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue("job.run.0.1"))
            .setState(TaskState.TASK_GONE)
            .setReason(reason)
            .build();

    assertThat(EndingReader.read(gone, attempt).failure()).isEqualTo(expected);
  }
}
