package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/**
 * What is really used of a cluster, as far as its agents say it.
 *
 * @param cpus cores; empty when nobody says it
 * @param memMb mebibytes; empty when nobody says it
 * @param diskMb mebibytes; empty when nobody says it
 * @param saying how many agents say something of it
 * @param connected how many could
 */
public record MeasuredUse(
    OptionalDouble cpus, OptionalDouble memMb, OptionalDouble diskMb, long saying, long connected) {

  private static final MeasuredUse UNKNOWN =
      new MeasuredUse(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 0, 0);

  /** Asks a master. */
  static MeasuredUse of(MasterClient master) {
    try {
      return of(master.get("/dashboard/measured"));
    } catch (CommandFailure refused) {
      if (refused.exitCode() == ExitCode.NOT_FOUND) {
        return UNKNOWN; // an earlier master, or one of Mesos, has no such thing
      }
      throw refused;
    }
  }

  /** What a master tells. */
  public static MeasuredUse of(JsonNode measured) {
    return new MeasuredUse(
        amount(measured.path("cpus")),
        amount(measured.path("mem")),
        amount(measured.path("disk")),
        LongStream.of(agents(measured, "cpus"), agents(measured, "mem"), agents(measured, "disk"))
            .max()
            .orElse(0),
        measured.path("connected").asLong());
  }

  private static long agents(JsonNode measured, String name) {
    return measured.path(name).path(1).asLong();
  }

  private static OptionalDouble amount(JsonNode told) {
    return told.path(1).asLong() > 0
        ? OptionalDouble.of(told.path(0).asDouble())
        : OptionalDouble.empty();
  }

  /** What there is to say of who says it; empty when all do, or none. */
  public Optional<String> whoSays() {
    return saying == 0 || saying >= connected
        ? Optional.empty()
        : Optional.of("%d of %d agents say what is used".formatted(saying, connected));
  }
}
