package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.output.Document;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer configmap show}. */
@Command(
    name = "show",
    description = "Show the entries of a configuration, as they are now or were in a version.",
    mixinStandardHelpOptions = true)
public final class ConfigMapShowCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();
  @Mixin private final OutputOption output = new OutputOption();

  @Parameters(paramLabel = "CONFIG", description = "The configuration's name.")
  private String name = "";

  @Option(
      names = "--version-number",
      paramLabel = "N",
      description = "One of the last 10 versions. Default: the present one")
  private Optional<Long> version = Optional.empty();

  /** Prints to a terminal. */
  public ConfigMapShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = service.client();
    String path = "/proffer/v1/configs/" + name;
    JsonNode config =
        version
            .map(number -> former(client.get(path + "/versions"), number))
            .orElseGet(() -> client.get(path));
    new Document(name, config)
        .print(
            terminal, output.format(), people -> people.print(new Document(name, config).yaml()));
  }

  private JsonNode former(JsonNode all, long number) {
    for (JsonNode one : all.path("versions")) {
      if (one.path("version").asLong() == number) {
        return one;
      }
    }
    throw CommandFailure.of(
        ExitCode.NOT_FOUND,
        "version %d of %s is not kept".formatted(number, name),
        "The last 10 versions are.");
  }
}
