package io.proffer.agent.http;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What an executor says of a check must fit the check's type. */
final class CheckStatuses {

  private CheckStatuses() {}

  /** What is wrong with the result of the check, in Mesos' words; empty if nothing. */
  static Optional<String> problem(TaskStatus status) {
    if (!status.hasCheckStatus()) {
      return Optional.empty();
    }
    CheckStatusInfo check = status.getCheckStatus();
    if (!check.hasType()) {
      return Optional.of("CheckStatusInfo must specify 'type'");
    }
    return switch (check.getType()) {
      case COMMAND -> check.hasCommand() ? Optional.empty() : expecting("command", "COMMAND");
      case HTTP -> check.hasHttp() ? Optional.empty() : expecting("http", "HTTP");
      case TCP -> check.hasTcp() ? Optional.empty() : expecting("tcp", "TCP");
      case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid check's status type");
    };
  }

  private static Optional<String> expecting(String field, String type) {
    return Optional.of("Expecting '" + field + "' to be set for " + type + " check's status");
  }
}
