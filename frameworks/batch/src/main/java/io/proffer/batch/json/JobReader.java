package io.proffer.batch.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.Dependency;
import io.proffer.batch.model.Extensions;
import io.proffer.batch.model.GangSpec;
import io.proffer.batch.model.Job;
import io.proffer.batch.model.JobId;
import io.proffer.batch.model.Parameters;
import io.proffer.batch.model.Queueing;
import io.proffer.batch.model.RunSpec;
import io.proffer.batch.model.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads jobs, schedules and what a run is started with. */
public final class JobReader {

  /** The variable in which a task finds what its run was given. */
  private static final String PAYLOAD = "PROFFER_PAYLOAD";

  private static final int MAX_PAYLOAD = 64 * 1024;
  private static final int MAX_TOKEN = 200;
  private static final int MAX_DEPENDENCIES = 100;

  private JobReader() {}

  /** Which of a job's schedules count. */
  public enum Schedules {
    /** They are part of the job. */
    TAKEN,
    /** They are read, and must be right, and are left out. */
    IGNORED
  }

  /**
   * Reads a job.
   *
   * @param id the job's whatever the document says; empty: as it says
   */
  public static Job job(ObjectNode json, Optional<JobId> id, Schedules schedules)
      throws InvalidObjectException {
    return job(json, id, schedules, new Problems());
  }

  /** Takes down what is wrong, and ends when there is anything. */
  static Job job(ObjectNode json, Optional<JobId> id, Schedules schedules, Problems problems)
      throws InvalidObjectException {
    Fields f = new Fields(json, "", problems);
    JobId named = id.orElseGet(() -> id(f));
    f.ignore("id", "historySummary", "history", "activeRuns");
    Optional<String> description = f.text("description");
    Map<String, String> labels = f.texts("labels");
    List<Dependency> plain =
        f.objects("dependencies", d -> new Dependency(parent(d), Dependency.Edge.OK));
    if (!f.has("run")) {
      f.broken("run", "is missing");
    }
    Optional<RunSpec> run = f.object("run", RunSpecReader::read);
    List<Optional<Schedule>> read =
        f.objects("schedules", s -> ScheduleReader.read(s, named, Optional.empty()));
    if (read.size() > 1) {
      f.broken("schedules", "a job has at most one schedule");
    }
    Batch batch =
        f.object("batch", b -> new Batch(ExtensionsReader.read(b), typed(b)))
            .orElse(new Batch(Extensions.NONE, List.of()));
    LocalityReader.check(f, batch.extensions(), run);
    List<Dependency> dependencies = together(f, plain, batch.dependencies());
    f.refuseOthers();
    problems.orThrow();
    Optional<Schedule> schedule = read.stream().findFirst().flatMap(s -> s);
    return new Job(
        named,
        description,
        labels,
        run.orElseThrow(),
        schedules == Schedules.TAKEN ? schedule : Optional.empty(),
        dependencies,
        batch.extensions());
  }

  /** The object {@code batch}. */
  private record Batch(Extensions extensions, List<Dependency> dependencies) {}

  private static JobId parent(Fields f) {
    return new JobId(f.requiredText("id"));
  }

  /** Dependencies that say which end is waited for. */
  private static List<Dependency> typed(Fields batch) {
    return batch.objects(
        "dependencies",
        d ->
            new Dependency(
                parent(d),
                d.choice(
                    "on", Dependency.Edge.OK, Dependency.Edge::written, Dependency.Edge.values())));
  }

  /** What says more of a dependency replaces what only names it. */
  private static List<Dependency> together(
      Fields f, List<Dependency> plain, List<Dependency> typed) {
    Map<JobId, Dependency> all = new LinkedHashMap<>();
    plain.forEach(dependency -> all.put(dependency.job(), dependency));
    typed.forEach(dependency -> all.put(dependency.job(), dependency));
    if (all.size() > MAX_DEPENDENCIES) {
      f.broken("dependencies", "must be " + MAX_DEPENDENCIES + " at most");
    }
    return List.copyOf(all.values());
  }

  private static JobId id(Fields f) {
    String id = f.requiredText("id");
    if (!id.isEmpty() && !JobId.isValid(id)) {
      f.broken(
          "id",
          "must be names of lower-case letters, digits and inner dashes, joined by dots,"
              + " 200 characters at most");
    }
    return new JobId(id);
  }

  /**
   * Reads a schedule.
   *
   * @param id the schedule's whatever the document says; empty: as it says
   */
  public static Schedule schedule(ObjectNode json, JobId job, Optional<String> id)
      throws InvalidObjectException {
    Problems problems = new Problems();
    Fields f = new Fields(json, "", problems);
    Optional<Schedule> schedule = ScheduleReader.read(f, job, id);
    f.refuseOthers();
    problems.orThrow();
    return schedule.orElseThrow();
  }

  /** Reads what a run is started with. */
  public static Parameters parameters(ObjectNode json) throws InvalidObjectException {
    Problems problems = new Problems();
    Fields f = new Fields(json, "", problems);
    Optional<String> token = f.text("idempotencyToken");
    if (token.filter(t -> t.isEmpty() || t.length() > MAX_TOKEN).isPresent()) {
      f.broken("idempotencyToken", "must have 1 to " + MAX_TOKEN + " characters");
    }
    boolean args = f.has("args");
    List<String> given = f.textList("args");
    Map<String, String> env = new LinkedHashMap<>(f.texts("env"));
    payload(f).ifPresent(payload -> env.put(PAYLOAD, payload));
    Parameters parameters =
        new Parameters(
            env,
            args ? Optional.of(given) : Optional.empty(),
            f.object("placement", RunSpecReader::constraints).orElse(List.of()),
            f.texts("labels"),
            token);
    f.refuseOthers();
    problems.orThrow();
    return parameters;
  }

  /** A text as it is, and anything else as JSON. */
  private static Optional<String> payload(Fields f) {
    Optional<String> payload =
        f.present("payload").map(node -> node.isTextual() ? node.textValue() : node.toString());
    if (payload.filter(p -> p.getBytes(StandardCharsets.UTF_8).length > MAX_PAYLOAD).isPresent()) {
      f.broken("payload", "must have " + MAX_PAYLOAD + " bytes at most");
    }
    if (payload.filter(p -> p.indexOf('\0') >= 0).isPresent()) {
      f.broken("payload", "must not have a character 0, as it is given in a variable");
    }
    return payload;
  }

  /** What of {@code batch} of a job is there. */
  private static final class ExtensionsReader {

    static Extensions read(Fields f) {
      for (String later : List.of("queue", "notify")) {
        f.refuse(later, later + " is");
      }
      Optional<Extensions.Retry> retry = f.object("retry", ExtensionsReader::retry);
      Optional<Timeouts> timeouts =
          f.object(
              "timeouts",
              t -> new Timeouts(t.seconds("start", 1), t.seconds("run", 1), t.seconds("total", 1)));
      Optional<Extensions.Misfire> misfire =
          f.has("misfire")
              ? Optional.of(
                  f.choice(
                      "misfire", Extensions.Misfire.ONCE, Enum::name, Extensions.Misfire.values()))
              : Optional.empty();
      Optional<GangSpec> gang = GangReader.read(f);
      return new Extensions(
          retry,
          timeouts.flatMap(Timeouts::start),
          timeouts.flatMap(Timeouts::run),
          timeouts.flatMap(Timeouts::total),
          misfire,
          queueing(f),
          gang.map(GangSpec::tasks).or(() -> ArrayReader.read(f)),
          gang,
          LocalityReader.read(f),
          CareReader.read(f));
    }

    private record Timeouts(
        Optional<Duration> start, Optional<Duration> run, Optional<Duration> total) {}

    private static Queueing queueing(Fields f) {
      return new Queueing(
          PoolReader.name(f, "pool"),
          f.text("user").filter(user -> !user.isEmpty()),
          f.integer("priority", 0, 100));
    }

    private static Extensions.Retry retry(Fields f) {
      Extensions.Retry unset = Extensions.Retry.DEFAULT;
      return new Extensions.Retry(
          f.integer("maxRetries", 0, unset.maxRetries()).orElse(unset.maxRetries()),
          f.seconds("backoffSeconds", 0).orElse(unset.backoff()),
          f.number("backoffFactor", unset.factor(), 1),
          f.seconds("maxBackoffSeconds", 1).orElse(unset.maxBackoff()));
    }
  }
}
