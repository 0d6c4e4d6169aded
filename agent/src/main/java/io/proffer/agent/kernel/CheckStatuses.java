package io.proffer.agent.kernel;

import io.proffer.agent.container.ProbeResult;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** The results of checks in Mesos' messages. */
final class CheckStatuses {

  private CheckStatuses() {}

  /** What is told while there is no result; empty for a task without a check. */
  static Optional<CheckStatusInfo> empty(TaskInfo task) {
    return task.hasCheck() ? Optional.of(empty(task.getCheck()).build()) : Optional.empty();
  }

  private static CheckStatusInfo.Builder empty(CheckInfo check) {
    CheckStatusInfo.Builder status = CheckStatusInfo.newBuilder().setType(check.getType());
    if (check.hasCommand()) {
      status.setCommand(CheckStatusInfo.Command.getDefaultInstance());
    }
    if (check.hasHttp()) {
      status.setHttp(CheckStatusInfo.Http.getDefaultInstance());
    }
    if (check.hasTcp()) {
      status.setTcp(CheckStatusInfo.Tcp.getDefaultInstance());
    }
    return status;
  }

  /** What was found; a target without a result has an empty message. */
  static CheckStatusInfo of(CheckInfo check, List<ProbeResult> results) {
    CheckStatusInfo.Builder status = empty(check);
    for (ProbeResult result : results) {
      switch (result) {
        case ProbeResult.CommandExited r -> status.getCommandBuilder().setExitCode(r.code());
        case ProbeResult.HttpAnswered r -> status.getHttpBuilder().setStatusCode(r.status());
        case ProbeResult.TcpTried r -> status.getTcpBuilder().setSucceeded(r.connected());
        case ProbeResult.Failed r -> {}
        case ProbeResult.Unavailable r -> {}
      }
    }
    return status.build();
  }

  /** Whether all that a health check looked at is well. */
  static boolean well(List<ProbeResult> results) {
    return results.stream().allMatch(CheckStatuses::well);
  }

  private static boolean well(ProbeResult result) {
    return switch (result) {
      case ProbeResult.CommandExited r -> r.code() == 0;
      case ProbeResult.HttpAnswered r -> r.status() >= 200 && r.status() < 400;
      case ProbeResult.TcpTried r -> r.connected();
      case ProbeResult.Failed r -> false;
      case ProbeResult.Unavailable r -> true;
    };
  }
}
