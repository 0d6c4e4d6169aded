package io.proffer.cli.command;

import io.proffer.cli.session.RunningTask;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which task a command talks with. */
final class TaskOptions {

  @Mixin private final MasterOption master = new MasterOption();

  @Option(
      names = "--framework",
      paramLabel = "ID",
      description = "The task's framework, where two have a task of this id.")
  private Optional<String> framework = Optional.empty();

  @Parameters(
      index = "0",
      paramLabel = "TASK",
      description = "The task's id, or how it begins if no other begins so.")
  private String task = "";

  RunningTask find() {
    return RunningTask.find(master.client(), task, framework);
  }
}
