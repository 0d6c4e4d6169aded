package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.discovery.catalog.Catalog;
import io.proffer.discovery.catalog.CatalogFeed;
import io.proffer.discovery.haproxy.Haproxy;
import io.proffer.discovery.haproxy.HaproxyConfiguration;
import io.proffer.discovery.haproxy.RouterOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer router haproxy}. */
@Command(
    name = "haproxy",
    description = {
      "Run an HAProxy that leads to the instances of apps: by virtual hosts and paths that their",
      "labels name (HAPROXY_0_VHOST, proffer.router.0.vhost), and by their service ports. It",
      "follows the framework's events and is reloaded without losing a connection."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class RouterHaproxyCommand implements Runnable {

  private final Terminal terminal;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read before the other flags are
  private final ConfigOption config = new ConfigOption();

  @Mixin private final FollowedServices services = new FollowedServices();

  @Option(
      names = "--ip",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen at, 0.0.0.0 for all. Default: ${DEFAULT-VALUE}")
  private String ip = "";

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      converter = Converters.Port.class,
      defaultValue = "80",
      description = "Where virtual hosts are served; 0 for nowhere. Default: ${DEFAULT-VALUE}")
  private int httpPort;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = {
        "Only apps whose label HAPROXY_GROUP or proffer.router.group has this; may be repeated.",
        "Default: all that have a label for routers"
      })
  private List<String> groups = List.of();

  @Option(
      names = "--haproxy",
      paramLabel = "PROGRAM",
      defaultValue = "haproxy",
      description = "HAProxy 2.4 or newer. Default: ${DEFAULT-VALUE} on the PATH")
  private String haproxy = "";

  @Option(names = "--print", description = "Only print the configuration as it would be now.")
  private boolean print;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = {
        "Where the configuration and the log go. Of one that is kept, the HAProxy that a router",
        "before left behind is relieved. Default: a temporary directory, removed at the end"
      })
  private Optional<Path> workDir = Optional.empty();

  /** Prints to a terminal. */
  public RouterHaproxyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    List<URI> followed = services.uris();
    requireAddress();
    if (print) {
      terminal.out().print(HaproxyConfiguration.of(ask(followed), options(Path.of("/run"))));
    } else {
      DaemonRun.untilStopped(
          terminal, "router haproxy", workDir, directory -> start(followed, directory));
    }
  }

  private void requireAddress() {
    try {
      var unused = InetAddress.getByName(ip);
    } catch (IOException unknown) {
      throw CommandFailure.of(ExitCode.USAGE, "--ip '" + ip + "' is no address");
    }
  }

  private RouterOptions options(Path directory) {
    return new RouterOptions(
        ip,
        httpPort == 0 ? OptionalInt.empty() : OptionalInt.of(httpPort),
        groups,
        directory.resolve("haproxy.sock"));
  }

  private Catalog ask(List<URI> followed) {
    try {
      return CatalogFeed.ask(followed.getFirst(), services.authorization());
    } catch (IOException unreachable) {
      throw CommandFailure.of(
          ExitCode.UNREACHABLE,
          "no service framework answers at "
              + followed.getFirst()
              + " ("
              + unreachable.getMessage()
              + ")");
    }
  }

  private DaemonRun.Running start(List<URI> followed, Path directory)
      throws IOException, InterruptedException {
    RouterOptions options = options(directory);
    Haproxy proxy = new Haproxy(haproxy, directory);
    if (!proxy.use(first(followed, options, directory))) {
      throw new IOException("HAProxy does not take its configuration; see the log");
    }
    CatalogFeed feed =
        CatalogFeed.start(
            followed, services.authorization(), catalog -> use(proxy, catalog, options));
    return new DaemonRun.Running() {
      @Override
      public String ready() {
        return "router=http://" + ip + ":" + httpPort + " configuration=" + directory;
      }

      @Override
      public CompletionStage<String> ended() {
        return proxy.ended();
      }

      @Override
      public void close() {
        feed.close();
        proxy.close();
      }
    };
  }

  /** What is so now; else what was so when a router before was told last; else nothing. */
  private String first(List<URI> followed, RouterOptions options, Path directory)
      throws IOException {
    try {
      return HaproxyConfiguration.of(
          CatalogFeed.ask(followed.getFirst(), services.authorization()), options);
    } catch (IOException unreachable) {
      Path former = directory.resolve(Haproxy.FILE);
      return Files.exists(former)
          ? Files.readString(former)
          : HaproxyConfiguration.of(Catalog.EMPTY, options);
    }
  }

  private static void use(Haproxy proxy, Catalog catalog, RouterOptions options) {
    try {
      proxy.use(HaproxyConfiguration.of(catalog, options));
    } catch (IOException trouble) {
      LoggerFactory.getLogger(RouterHaproxyCommand.class)
          .error("HAProxy could not be told of a change: {}", trouble.getMessage());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
