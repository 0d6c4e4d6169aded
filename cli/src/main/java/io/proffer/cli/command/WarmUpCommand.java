package io.proffer.cli.command;

import io.proffer.cli.Terminal;
import io.proffer.cli.client.AgentRow;
import io.proffer.cli.client.ClusterStatus;
import io.proffer.cli.client.FrameworkRow;
import io.proffer.cli.client.MasterClient;
import io.proffer.cli.client.MasterUrl;
import io.proffer.cli.client.TaskRow;
import io.proffer.cli.cluster.DevCluster;
import io.proffer.cli.cluster.DevOptions;
import io.proffer.cli.cluster.WorkDir;
import io.proffer.cli.demo.Demo;
import io.proffer.cli.logging.DaemonLog;
import io.proffer.cli.output.OutputFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code proffer warm-up}: the last step of a build. It uses once what most commands use, so that
 * the archive of loaded classes that the Java runtime writes at its end makes them start in half
 * the time.
 */
@Command(name = "warm-up", hidden = true)
public final class WarmUpCommand implements Runnable {

  private final Terminal terminal;

  @Option(names = "--client", description = "What asks a cluster, not what is one.")
  private boolean client;

  /** Complains to a terminal; what it shows is shown to nobody. */
  public WarmUpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    PrintStream nobody =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nobody);
    Terminal unseen = new Terminal(terminal.in(), nobody, nobody, false, terminal.environment());
    if (client) {
      clients(nobody);
    } else {
      cluster(unseen);
    }
  }

  private void clients(PrintStream nobody) {
    try (ClientWarmUp asked = ClientWarmUp.start(nobody)) {
      asked.askAll();
    } catch (IOException trouble) {
      terminal.progress("No warm-up, so commands start more slowly: " + trouble.getMessage());
    }
  }

  private void cluster(Terminal unseen) {
    try (WorkDir directory = WorkDir.take(Optional.empty())) {
      DaemonLog.to(directory.path().resolve("warm-up.log"), DaemonLog.Console.WARNINGS);
      DevOptions options = DevOptions.anywhere(1, new DockerOption().engine());
      try (Demo demo = new Demo(unseen);
          DevCluster cluster = DevCluster.start(options, directory.path())) {
        demo.run(cluster, Optional.empty());
        look(new MasterClient(MasterUrl.parse(cluster.master())), unseen);
      } finally {
        DaemonLog.close();
      }
    } catch (IOException | InterruptedException | RuntimeException trouble) {
      terminal.progress("No warm-up, so commands start more slowly: " + trouble.getMessage());
    }
  }

  private static void look(MasterClient master, Terminal unseen) {
    ClusterStatus status = ClusterStatus.of(master);
    status.lines().forEach(unseen::print);
    unseen.print(status.json());
    for (OutputFormat format : OutputFormat.values()) {
      AgentRow.list(master).print(unseen, format);
      FrameworkRow.list(master, true).print(unseen, format);
      TaskRow.list(master, true, Optional.empty()).print(unseen, format);
    }
  }
}
