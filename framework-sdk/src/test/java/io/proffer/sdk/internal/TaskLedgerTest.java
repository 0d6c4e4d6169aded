package io.proffer.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.proffer.core.model.TaskId;
import io.proffer.sdk.internal.TaskLedger.Verdict;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;

class TaskLedgerTest {
  private static final TaskId TASK = new TaskId("t1");

  private final TaskLedger ledger = new TaskLedger(DriverSettings.defaults(1));

  private static TaskStatus status(TaskState state) {
    return TaskStatus.newBuilder().setTaskId(TASK.toProto()).setState(state).build();
  }

  /** The scheduler asked in a callback that ran while the terminal update was on its way to it. */
  @Test
  void anEndedTaskThatIsAskedForStaysEnded() {
    ledger.delivering(
        status(TaskState.TASK_FINISHED).toBuilder()
            .setUuid(ByteString.copyFromUtf8("0123456789abcdef"))
            .build());

    assertThat(ledger.askedFor(TASK, Optional.empty())).isFalse();

    assertThat(ledger.judge(status(TaskState.TASK_UNKNOWN))).isEqualTo(Verdict.DROP);
    assertThat(ledger.tracked()).isEmpty();
  }

  @Test
  void aTaskThatNobodyKnewMayBeAskedForAgain() {
    ledger.delivering(status(TaskState.TASK_UNKNOWN));

    assertThat(ledger.askedFor(TASK, Optional.empty())).isTrue();

    assertThat(ledger.judge(status(TaskState.TASK_UNKNOWN))).isEqualTo(Verdict.DELIVER);
  }
}
