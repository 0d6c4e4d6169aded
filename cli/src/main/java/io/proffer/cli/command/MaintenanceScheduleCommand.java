package io.proffer.cli.command;

import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import io.proffer.cli.client.Maintenance;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code proffer maintenance schedule}. */
@Command(
    name = "schedule",
    description = {
      "Say when machines are expected to be worked on.",
      "Their frameworks are asked to leave them before, and say whether they will."
    },
    footer = {
      "",
      "Examples:",
      "  proffer maintenance schedule node7.example --in 2hrs --for 30mins",
      "  proffer maintenance schedule node7 node8 --at 2026-12-01T03:00:00Z --for 1hrs",
      "  proffer maintenance schedule node9/10.0.0.9 --in 1mins     no agent is there now",
      "  proffer maintenance status                                 what frameworks say to it"
    },
    mixinStandardHelpOptions = true)
public final class MaintenanceScheduleCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final MachinesOption machines = new MachinesOption();

  @Option(names = "--in", paramLabel = "TIME", description = "How soon it is to begin.")
  private Optional<Duration> in = Optional.empty();

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "When it is to begin, such as 2026-12-01T03:00:00Z. One of --in and --at.")
  private Optional<String> at = Optional.empty();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = {"How long it is to take.", "Default: not known; the machines may stay away"})
  private Optional<Duration> length = Optional.empty();

  /** Tells a terminal what is scheduled. */
  public MaintenanceScheduleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Instant start = start(Instant.now());
    Maintenance maintenance = machines.maintenance();
    Set<Maintenance.Machine> found = machines.find(maintenance);
    maintenance.schedule(found, start, length);
    terminal.progress(
        "Maintenance from "
            + start
            + " on: "
            + MachinesOption.words(found)
            + ". 'proffer maintenance status' tells what frameworks say to it.");
  }

  private Instant start(Instant now) {
    if (in.isPresent() == at.isPresent()) {
      throw CommandFailure.of(
          ExitCode.USAGE, "say when it is to begin: either --in TIME or --at INSTANT");
    }
    return in.map(span -> now.plus(span).truncatedTo(ChronoUnit.SECONDS))
        .orElseGet(() -> instant(at.orElseThrow()));
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException malformed) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "'" + text + "' is no instant",
          "Write --at like 2026-12-01T03:00:00Z or 2026-12-01T04:00:00+01:00.");
    }
  }
}
