package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.discovery.catalog.CatalogFeed;
import io.proffer.discovery.dns.DnsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer dns}. */
@Command(
    name = "dns",
    description = {
      "Answer DNS questions about apps and their instances, by the names that mesos-dns makes:",
      "web.marathon.mesos, _web._tcp.marathon.mesos. Names outside the domain are refused."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DnsCommand implements Runnable {

  private final Terminal terminal;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read before the other flags are
  private final ConfigOption config = new ConfigOption();

  @Mixin private final FollowedServices services = new FollowedServices();

  @Option(
      names = "--ip",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to answer at. Default: ${DEFAULT-VALUE}")
  private String ip = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "53",
      description = "The port, for UDP and TCP; 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      defaultValue = "mesos",
      description = "What all names end with. Default: ${DEFAULT-VALUE}")
  private String domain = "";

  @Option(
      names = "--ttl",
      paramLabel = "SPAN",
      defaultValue = "5secs",
      description = "How long answers may be kept. Default: ${DEFAULT-VALUE}")
  private Duration ttl = Duration.ZERO;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Where its log goes. Default: a temporary directory, removed at the end")
  private Optional<Path> workDir = Optional.empty();

  /** Prints to a terminal. */
  public DnsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    List<URI> followed = services.uris();
    Optional<String> shown = services.authorization();
    DaemonRun.untilStopped(terminal, "dns", workDir, directory -> start(followed, shown));
  }

  private DaemonRun.Running start(List<URI> followed, Optional<String> shown) throws IOException {
    DnsServer server = server();
    CatalogFeed feed = CatalogFeed.start(followed, shown, server::use);
    return new DaemonRun.Running() {
      @Override
      public String ready() {
        return "dns=" + ip + ":" + server.port() + " domain=" + domain;
      }

      @Override
      public void close() {
        feed.close();
        server.close();
      }
    };
  }

  private DnsServer server() throws IOException {
    try {
      return DnsServer.start(
          InetAddress.getByName(ip), port, domain, ttl.toSeconds(), Instant.now().getEpochSecond());
    } catch (java.net.BindException refused) {
      throw CommandFailure.of(
          ExitCode.FAILED,
          "cannot answer at %s:%d: %s".formatted(ip, port, refused.getMessage()),
          "Another program may listen there, or the port needs more rights; give another --port.");
    }
  }
}
