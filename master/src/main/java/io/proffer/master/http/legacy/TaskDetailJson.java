package io.proffer.master.http.legacy;

import io.proffer.core.model.Secrets;
import io.proffer.core.protocol.legacy.LegacyWriter;
import io.proffer.master.state.Task;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;

/** A task with what it was launched with. Of variables only the names: values may be secrets. */
public final class TaskDetailJson {

  private TaskDetailJson() {}

  public static byte[] of(Task task) {
    TaskInfo info = task.info();
    return LegacyWriter.object(
        out -> {
          TaskJson.write(out, task);
          if (info.hasCommand()) {
            out.message("command", withoutVariables(info.getCommand()));
          }
          if (info.hasExecutor()) {
            out.message(
                "executor",
                Secrets.hidden(info.getExecutor()).toBuilder()
                    .setCommand(withoutVariables(info.getExecutor().getCommand()))
                    .clearData()
                    .build());
          }
          if (info.hasCheck()) {
            out.message("check", info.getCheck());
          }
          if (info.hasKillPolicy()) {
            out.message("kill_policy", info.getKillPolicy());
          }
          out.strings(
              "variables",
              info.getCommand().getEnvironment().getVariablesList(),
              Environment.Variable::getName);
        });
  }

  private static CommandInfo withoutVariables(CommandInfo command) {
    return command.toBuilder().clearEnvironment().build();
  }
}
