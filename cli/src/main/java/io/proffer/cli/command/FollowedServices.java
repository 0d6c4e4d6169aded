package io.proffer.cli.command;

import io.proffer.cli.app.ServiceUrl;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** The flag by which daemons are told which service framework to follow. */
final class FollowedServices {

  @Option(
      names = {"-s", "--service"},
      paramLabel = "SERVICE",
      split = ",",
      defaultValue = "127.0.0.1:8080",
      description = {
        "The service framework to follow: host:port or http://host:port; several with commas,",
        "of which the first that answers is asked. Default: ${DEFAULT-VALUE}"
      })
  private List<String> services = List.of();

  List<URI> uris() {
    return services.stream().map(text -> ServiceUrl.parse(text).uri()).toList();
  }
}
