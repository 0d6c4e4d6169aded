package io.proffer.cli.command;

import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.ServiceUrl;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The flag by which commands about apps are told whom to ask. */
final class ServiceOption {

  @Option(
      names = {"-s", "--service"},
      paramLabel = "SERVICE",
      defaultValue = "127.0.0.1:8080",
      description =
          "The service framework to ask: host:port, http://host:port, or through its master:"
              + " http://host:port/service/name. Default: ${DEFAULT-VALUE}")
  private String service = "";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  ServiceClient client() {
    return new ServiceClient(ServiceUrl.parse(service), KeptTokens.of(command));
  }
}
