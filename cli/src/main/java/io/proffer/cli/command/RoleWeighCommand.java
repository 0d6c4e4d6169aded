package io.proffer.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code proffer role weigh}. */
@Command(
    name = "weigh",
    description = {
      "Say how much roles are worth when resources are shared out.",
      "A role of weight 2 gets twice as much as one of weight 1 beside it that wants as much."
    },
    mixinStandardHelpOptions = true)
public final class RoleWeighCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MasterOption master = new MasterOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "ROLE=WEIGHT",
      description = "Roles and their weights; 1 is the default.")
  private List<String> weights = new ArrayList<>();

  /** Tells a terminal what was done. */
  public RoleWeighCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    ArrayNode infos = arguments.putArray("weight_infos");
    weights.forEach(text -> add(infos, text));
    master.client().call("UPDATE_WEIGHTS", arguments);
    terminal.progress("Weighed " + String.join(", ", weights) + ".");
  }

  private static void add(ArrayNode infos, String text) {
    int equals = text.lastIndexOf('=');
    try {
      double weight = Double.parseDouble(text.substring(equals + 1));
      infos.addObject().put("role", text.substring(0, Math.max(0, equals))).put("weight", weight);
    } catch (NumberFormatException notANumber) {
      throw CommandFailure.of(
          ExitCode.USAGE, "'" + text + "' is no weight of a role: say ROLE=WEIGHT");
    }
  }
}
