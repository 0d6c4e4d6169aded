package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.config.Contexts;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer context set}. */
@Command(
    name = "set",
    description = {
      "Say whom to ask for a cluster, for a name of your choice.",
      "What is not said stays as it was. The first is used from then on."
    },
    mixinStandardHelpOptions = true)
public final class ContextSetCommand implements Runnable {

  private final Terminal terminal;

  @Option(
      names = "--to-master",
      paramLabel = "MASTER",
      description = "Its master: host:port, http://host:port or zk://host:port/path.")
  private Optional<String> master = Optional.empty();

  @Option(
      names = "--to-service",
      paramLabel = "SERVICE",
      description = {
        "Its service framework: host:port, http://host:port, or through its master:",
        "http://host:port/service/name."
      })
  private Optional<String> service = Optional.empty();

  @Option(
      names = "--to-batch",
      paramLabel = "BATCH",
      description = "Its batch framework, in the same forms.")
  private Optional<String> batch = Optional.empty();

  @Parameters(paramLabel = "CONTEXT", description = "What you call it.")
  private String name = "";

  /** Prints to a terminal. */
  public ContextSetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (master.isEmpty() && service.isEmpty() && batch.isEmpty()) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "say whom to ask for '" + name + "'",
          "Give --to-master, --to-service or --to-batch.");
    }
    Contexts contexts = Contexts.read(terminal.environment());
    SortedMap<String, String> values =
        new TreeMap<>(contexts.named().getOrDefault(name, new TreeMap<>()));
    master.ifPresent(to -> values.put("master", to));
    service.ifPresent(to -> values.put("service", to));
    batch.ifPresent(to -> values.put("batch", to));
    contexts.with(name, values).write();
    terminal.progress("Context '" + name + "' is kept in " + contexts.path() + ".");
  }
}
