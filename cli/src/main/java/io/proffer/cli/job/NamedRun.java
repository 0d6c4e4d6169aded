package io.proffer.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A run of a job, found by what people call it. */
public final class NamedRun {

  private static final String LATEST = "latest";
  private static final int ENDED = 100;

  private NamedRun() {}

  /** The ids of the runs of a job: those that go on, then those that ended last, newest first. */
  public static List<String> ids(BatchClient batch, String job) {
    List<String> ids = new ArrayList<>();
    String runs = "/v1/jobs/" + job;
    batch.get(runs + "/runs").forEach(run -> ids.add(run.path("id").asText()));
    for (JsonNode run : batch.get(runs + "/history?limit=" + ENDED).path("runs")) {
      ids.add(run.path("id").asText());
    }
    return ids;
  }

  /**
   * The id of a run.
   *
   * @param wanted its id, how that begins, or {@code latest}; empty for the latest as well
   * @throws CommandFailure (not found) where there is none
   */
  public static String find(BatchClient batch, String job, Optional<String> wanted) {
    String word = wanted.orElse(LATEST);
    List<String> ids = ids(batch, job);
    List<String> found =
        word.equals(LATEST)
            ? ids.stream().sorted(Comparator.reverseOrder()).limit(1).toList()
            : beginning(ids, word);
    if (found.size() > 1) {
      throw CommandFailure.of(
          ExitCode.USAGE,
          "%d runs of job %s begin with '%s'".formatted(found.size(), job, word),
          "Name one: " + String.join(", ", found.stream().limit(5).toList()));
    }
    if (found.isEmpty() && word.equals(LATEST)) {
      throw CommandFailure.of(
          ExitCode.NOT_FOUND,
          "job " + job + " has no run yet",
          "'proffer job run " + job + "' begins one.");
    }
    // What is not among the last ones may be an older one: whoever is asked for it knows.
    return found.isEmpty() ? word : found.getFirst();
  }

  private static List<String> beginning(List<String> ids, String word) {
    return ids.contains(word)
        ? List.of(word)
        : ids.stream().filter(id -> id.startsWith(word)).toList();
  }
}
