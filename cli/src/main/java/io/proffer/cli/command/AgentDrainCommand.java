package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.AgentService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer agent drain}. */
@Command(
    name = "drain",
    description = {
      "Have an agent end all it runs, and give it nothing more.",
      "Its tasks are killed, each with the time it asks for; their frameworks start them elsewhere."
    },
    footer = {
      "",
      "Examples:",
      "  proffer agent drain node7.example --wait",
      "  proffer agent drain 1a2b-S3 --max-grace 30s     no task has more than 30 seconds",
      "  proffer agent drain 1a2b-S3 --mark-gone         the machine does not come back",
      "  proffer agent reactivate 1a2b-S3                when the work on the machine is done"
    },
    mixinStandardHelpOptions = true)
public final class AgentDrainCommand implements Runnable {

  private static final long LOOK_SECONDS = 1;

  private final Terminal terminal;

  @Mixin private final AgentOption agent = new AgentOption();

  @Option(
      names = "--max-grace",
      paramLabel = "TIME",
      description = {
        "The most time a task may take to end, and what it has if it asks for none.",
        "Default: what each task asks for"
      })
  private Optional<Duration> maxGrace = Optional.empty();

  @Option(
      names = "--mark-gone",
      description =
          "The agent does not come back: when it is drained it is shut down and never let in again.")
  private boolean markGone;

  @Option(names = "--wait", description = "Return when it is drained, and tell how that goes.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "1hrs",
      description = "How long to wait; the drain goes on after that. Default: ${DEFAULT-VALUE}")
  private Duration timeout = Duration.ZERO;

  /** Tells a terminal how it goes. */
  public AgentDrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    AgentService service = agent.service();
    String id = service.find(agent.name());
    service.drain(id, maxGrace, markGone);
    if (wait) {
      follow(service, id);
    } else {
      terminal.progress(id + " is being drained. 'proffer agent list' tells when it is.");
    }
  }

  private void follow(AgentService service, String id) {
    long looks = Math.max(1, timeout.toSeconds() / LOOK_SECONDS);
    String told = "";
    for (long look = 0; look < looks; look++) {
      Optional<AgentService.Progress> progress = service.progress(id);
      if (progress.filter(p -> p.state().equals("DRAINED")).isPresent()) {
        terminal.progress(id + " is drained.");
        return;
      }
      if (progress.isEmpty() && markGone) {
        terminal.progress(id + " is no longer among the agents.");
        return;
      }
      String news =
          progress.map(AgentDrainCommand::news).orElse("is away; it is drained when it is back");
      if (!news.equals(told)) {
        terminal.progress(id + " " + news + ".");
        told = news;
      }
      pause();
    }
    throw CommandFailure.of(
        ExitCode.TIMED_OUT,
        id + " is not drained after " + timeout.toSeconds() + " s",
        "The drain goes on; 'proffer task list' shows what still runs.");
  }

  private static String news(AgentService.Progress progress) {
    if (progress.state().isEmpty()) {
      throw CommandFailure.of(
          ExitCode.FAILED,
          "the agent is not being drained any more",
          "Another operator may have reactivated it, or the master may have changed.");
    }
    return switch ((int) Math.min(2, progress.tasks())) {
      case 0 -> "is being drained: no tasks are left, operations may be";
      case 1 -> "is being drained: 1 task is left";
      default -> "is being drained: " + progress.tasks() + " tasks are left";
    };
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(LOOK_SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CommandFailure.of(ExitCode.FAILED, "interrupted; the drain goes on");
    }
  }
}
