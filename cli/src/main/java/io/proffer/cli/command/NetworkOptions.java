package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a daemon listens, and the guard against listening to the world by accident. */
final class NetworkOptions {

  @Option(
      names = "--ip",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on. Default: ${DEFAULT-VALUE}")
  private String ip = "";

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "The name by which others reach this daemon. Default: the address")
  private Optional<String> hostname = Optional.empty();

  @Option(
      names = "--insecure",
      description = {
        "Listen where others can reach it although not everybody is authenticated:",
        "whoever reaches the port can run anything on the agents."
      })
  private boolean insecure;

  /**
   * The address to listen on.
   *
   * @param authenticates whether nobody gets in without saying who he is
   * @param how to have it so, for people
   */
  String ip(boolean authenticates, String how) {
    if (!authenticates && !insecure && !isLoopback()) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "refusing to listen on " + ip + " without authentication",
          "Whoever reaches that port could run anything here. "
              + how
              + "Listen on 127.0.0.1, or say --insecure if the network is trusted.");
    }
    return ip;
  }

  Optional<String> hostname() {
    return hostname;
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(ip).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw CommandFailure.of(
          ExitCode.USAGE, "'" + ip + "' is no address of this machine", "Give --ip an IP address.");
    }
  }
}
