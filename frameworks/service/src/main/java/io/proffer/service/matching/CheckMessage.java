package io.proffer.service.matching;

import io.proffer.service.model.TaskCheck;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;

/** A check as agents are told of it. */
final class CheckMessage {

  private CheckMessage() {}

  /**
   * @param listening where the instance listens, one for each of the app's ports
   */
  static CheckInfo of(TaskCheck check, List<Integer> listening) {
    CheckInfo.Builder out =
        CheckInfo.newBuilder()
            .setDelaySeconds(seconds(check.delay()))
            .setIntervalSeconds(seconds(check.interval()))
            .setTimeoutSeconds(seconds(check.timeout()));
    switch (check.look()) {
      case TaskCheck.Http http -> {
        out.setType(CheckInfo.Type.HTTP);
        out.getHttpBuilder().setPort(port(http.port(), listening)).setPath(http.path().orElse("/"));
      }
      case TaskCheck.Tcp tcp -> {
        out.setType(CheckInfo.Type.TCP);
        out.getTcpBuilder().setPort(port(tcp.port(), listening));
      }
      case TaskCheck.Exec exec -> {
        out.setType(CheckInfo.Type.COMMAND);
        out.getCommandBuilder().setCommand(command(exec));
      }
    }
    return out.build();
  }

  static CommandInfo command(TaskCheck.Exec exec) {
    CommandInfo.Builder out = CommandInfo.newBuilder().setShell(exec.shell());
    out.setValue(exec.words().getFirst());
    return exec.shell() ? out.build() : out.addAllArguments(exec.words()).build();
  }

  private static int port(TaskCheck.Port port, List<Integer> listening) {
    return port.number()
        .orElseGet(() -> port.index() < listening.size() ? listening.get(port.index()) : 0);
  }

  private static double seconds(Duration span) {
    return span.toMillis() / 1000.0;
  }
}
