package io.proffer.cli.command;

import io.proffer.cli.client.MasterClient;
import io.proffer.cli.client.MasterUrl;
import picocli.CommandLine.Option;

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

  MasterClient client() {
    return new MasterClient(MasterUrl.find(master));
  }
}
