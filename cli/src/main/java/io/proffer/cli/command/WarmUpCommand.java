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
import io.proffer.master.rehearsal.Rehearsal;
import io.proffer.sdk.Proffer;
import io.proffer.sdk.RunningFramework;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code proffer warm-up}: the last step of a build. It uses what most commands use, so that what
 * the Java runtime writes down at its end makes them start in half the time: the classes that it
 * has loaded, and, where it can, what of them has run often.
 */
@Command(name = "warm-up", hidden = true)
public final class WarmUpCommand implements Runnable {

  private static final Duration REHEARSAL_PATIENCE = Duration.ofSeconds(40);
  private static final Duration DRILL_PATIENCE = Duration.ofSeconds(60);
  private static final int SESSIONS = 2000;

  /** As many as a master remembers of a framework, which makes its answers large. */
  private static final int TASKS = 1000;

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
        drillAndRehearse(cluster);
      } finally {
        DaemonLog.close();
      }
    } catch (IOException | InterruptedException | RuntimeException trouble) {
      terminal.progress("No warm-up, so commands start more slowly: " + trouble.getMessage());
    }
  }

  /** The drill's framework stays while clients read: a master forgets those soon that have gone. */
  private static void drillAndRehearse(DevCluster cluster)
      throws IOException, InterruptedException {
    AgentDrill drill = new AgentDrill(TASKS);
    try (RunningFramework framework =
        Proffer.framework("drill").master(cluster.master()).start(drill)) {
      await(drill.done(), DRILL_PATIENCE, TASKS + " short tasks");
      rehearse(cluster);
      framework.driver().teardown();
    }
  }

  /** With the real master too: what it does otherwise than a private one has to be learned. */
  private static void rehearse(DevCluster cluster) throws IOException, InterruptedException {
    await(cluster.rehearse(), REHEARSAL_PATIENCE, "the rehearsal");
    var unused =
        new Rehearsal(URI.create(cluster.masterUrl()).getPort())
            .play(SESSIONS, REHEARSAL_PATIENCE.dividedBy(2));
  }

  private static void await(CompletionStage<Void> end, Duration patience, String what)
      throws IOException, InterruptedException {
    try {
      end.toCompletableFuture().get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(what + " did not end within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(what + " failed: " + e.getCause(), e);
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
