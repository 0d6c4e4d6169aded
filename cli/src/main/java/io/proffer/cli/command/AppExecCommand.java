package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Definition;
import io.proffer.cli.app.InstanceLogs;
import io.proffer.cli.app.InstanceRow;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.session.LocalTty;
import io.proffer.cli.session.RunningTask;
import io.proffer.cli.session.TaskSession;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer app exec}. */
@Command(
    name = "exec",
    description = {
      "Run a command inside an instance of an app: with its files, its limits and its environment.",
      "It exits with what the command exits with. The command ends when this does."
    },
    mixinStandardHelpOptions = true)
public final class AppExecCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();

  @Option(
      names = "--instance",
      paramLabel = "ID",
      description = "The instance whose task's id begins so. Default: the first that runs")
  private Optional<String> instance = Optional.empty();

  @Mixin private final SessionFlags session = new SessionFlags();

  @Parameters(index = "0", paramLabel = "APP", description = "The app's id, such as /web.")
  private String app = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The program and its arguments. No shell reads it; sh -c '...' has one do so.")
  private List<String> command = List.of();

  /** Talks with the command through a terminal. */
  public AppExecCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<LocalTty> own = session.terminal();
    ServiceClient client = service.client();
    JsonNode found = client.get("/v2/apps" + Definition.path(app)).path("app");
    JsonNode info = client.get("/v2/info");
    RunningTask task =
        RunningTask.find(
            InstanceLogs.master(info, terminal),
            running(found).id(),
            Optional.of(info.path("frameworkId").asText()));
    return new TaskSession(terminal, task, own).exec(command, session.interactive());
  }

  private InstanceRow running(JsonNode found) {
    return InstanceRow.of(found).stream()
        .filter(row -> instance.map(row.id()::startsWith).orElse(row.isUp()))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.of(
                    ExitCode.NOT_FOUND,
                    "app '"
                        + Definition.path(app)
                        + "' has no instance that "
                        + instance.map(id -> "begins with '" + id + "'").orElse("runs"),
                    "See 'proffer app show " + Definition.path(app) + "'."));
  }
}
