package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Content;
import io.proffer.cli.app.ServiceClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer configmap set}. */
@Command(
    name = "set",
    description = {
      "Make a configuration, or change some of its entries.",
      "What becomes of the instances that use it, the app says: see 'onChange'."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ConfigMapSetCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();

  @Parameters(index = "0", paramLabel = "CONFIG", description = "The configuration's name.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "Entries to make or change.")
  private List<String> entries = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "[KEY=]FILE",
      description = "An entry whose value is this file's. Default of KEY: the file's name")
  private List<String> files = new ArrayList<>();

  @Option(names = "--remove", paramLabel = "KEY", description = "An entry to remove.")
  private List<String> removed = new ArrayList<>();

  @Option(names = "--replace", description = "Have no entries but those that are said here.")
  private boolean replace;

  /** Prints to a terminal. */
  public ConfigMapSetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ServiceClient client = service.client();
    String path = "/proffer/v1/configs/" + name;
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ObjectNode wanted = all.putObject("entries");
    if (!replace) {
      client
          .find(path)
          .map(known -> known.path("entries"))
          .ifPresent(
              known -> known.properties().forEach(e -> wanted.set(e.getKey(), e.getValue())));
    }
    entries.forEach(entry -> put(wanted, entry));
    files.forEach(file -> putFile(wanted, file));
    wanted.remove(removed);
    JsonNode made = client.send("PUT", path, Optional.of(all));
    terminal.print(
        "%s has version %d, with %d entries."
            .formatted(name, made.path("version").asLong(), made.path("entries").size()));
  }

  private static void put(ObjectNode wanted, String entry) {
    int equals = entry.indexOf('=');
    if (equals < 1) {
      throw CommandFailure.of(ExitCode.USAGE, "'" + entry + "' is no entry: say KEY=VALUE");
    }
    wanted.put(entry.substring(0, equals), entry.substring(equals + 1));
  }

  private void putFile(ObjectNode wanted, String file) {
    int equals = file.indexOf('=');
    String path = file.substring(equals + 1);
    String key =
        equals > 0 ? file.substring(0, equals) : String.valueOf(Path.of(path).getFileName());
    wanted.put(key, new String(Content.of(path, terminal), StandardCharsets.UTF_8));
  }
}
