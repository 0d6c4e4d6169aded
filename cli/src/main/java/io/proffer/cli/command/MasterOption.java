package io.proffer.cli.command;

import io.proffer.cli.client.MasterClient;
import io.proffer.cli.client.MasterUrl;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flag by which client commands are told whom to ask. */
final class MasterOption {

  @Option(
      names = {"-m", "--master"},
      paramLabel = "MASTER",
      defaultValue = "127.0.0.1:5050",
      description =
          "The master to ask: host:port, http://host:port or zk://host:port/path."
              + " Default: ${DEFAULT-VALUE}")
  private String master = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** A client of it that shows the token which it gave, if it gave one. */
  MasterClient client() {
    MasterClient client = new MasterClient(MasterUrl.find(master));
    return KeptTokens.of(command).map(tokens -> client.showing(tokens, master)).orElse(client);
  }

  /** As it was given. */
  String text() {
    return master;
  }
}
