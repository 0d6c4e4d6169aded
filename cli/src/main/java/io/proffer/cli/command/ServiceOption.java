package io.proffer.cli.command;

import io.proffer.cli.app.ServiceClient;
import io.proffer.cli.app.ServiceUrl;
import picocli.CommandLine.Option;

/** The flag by which commands about apps are told whom to ask. */
final class ServiceOption {

  @Option(
      names = {"-s", "--service"},
      paramLabel = "SERVICE",
      defaultValue = "127.0.0.1:8080",
      description =
          "The service framework to ask: host:port or http://host:port. Default: ${DEFAULT-VALUE}")
  private String service = "";

  ServiceClient client() {
    return new ServiceClient(ServiceUrl.parse(service));
  }
}
