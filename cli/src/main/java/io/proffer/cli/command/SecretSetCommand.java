package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.Terminal;
import io.proffer.cli.app.Content;
import java.util.Base64;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer secret set}. */
@Command(
    name = "set",
    description = {
      "Keep a secret, or change it. The value is read from a file or from standard input, where no",
      "other process sees it, and taken as it is, with its last line's end."
    },
    mixinStandardHelpOptions = true)
public final class SecretSetCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final ServiceOption service = new ServiceOption();

  @Parameters(paramLabel = "SECRET", description = "The secret's name, such as db/password.")
  private String name = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "The file the value is in; - is standard input. Default: ${DEFAULT-VALUE}")
  private String file = "-";

  /** Prints to a terminal. */
  public SecretSetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("base64", Base64.getEncoder().encodeToString(Content.of(file, terminal)));
    JsonNode made = service.client().send("PUT", "/proffer/v1/secrets/" + name, Optional.of(body));
    terminal.print("%s has version %d.".formatted(name, made.path("version").asLong()));
  }
}
