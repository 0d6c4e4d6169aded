package io.proffer.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.batch.cron.Timetable;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proffer job next}. */
@Command(
    name = "next",
    description = "Say when a job is due next.",
    mixinStandardHelpOptions = true)
public final class JobNextCommand implements Runnable {

  private final Terminal terminal;

  @Mixin private final BatchOption batch = new BatchOption();

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      defaultValue = "5",
      description = "How many times. Default: ${DEFAULT-VALUE}")
  private int number;

  @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
  private String job = "";

  /** Prints to a terminal. */
  public JobNextCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    JsonNode schedule = batch.client().get("/v1/jobs/" + job + "/schedules").path(0);
    if (schedule.isMissingNode()) {
      throw CommandFailure.of(ExitCode.FAILED, "job " + job + " has no schedule");
    }
    if (!schedule.path("enabled").asBoolean()) {
      terminal.progress("Its schedule is not enabled; it would be due");
    }
    ZoneId zone = ZoneId.of(schedule.path("timezone").asText());
    Timetable cron = Timetable.parse(schedule.path("cron").asText(), zone, job);
    Optional<Instant> next = cron.next(Instant.now());
    for (int i = 0; i < number && next.isPresent(); i++) {
      terminal.print(next.get().atZone(zone).toOffsetDateTime().toString());
      next = cron.next(next.get());
    }
  }
}
