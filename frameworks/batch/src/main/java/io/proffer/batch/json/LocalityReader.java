package io.proffer.batch.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.Constraint;
import io.proffer.batch.model.Extensions;
import io.proffer.batch.model.Locality;
import io.proffer.batch.model.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads and writes what {@code batch} of a job says of where its data is. */
final class LocalityReader {

  private static final int MAX_PLACES = 5;
  private static final int MAX_WAIT = 3_600;

  private LocalityReader() {}

  static Optional<Locality> read(Fields batch) {
    Optional<Locality> locality = batch.object("locality", LocalityReader::locality);
    if (locality.isPresent() && batch.has("gang")) {
      batch.broken("locality", "is not supported yet for gangs");
    }
    return locality.filter(known -> !known.prefer().isEmpty());
  }

  private static Locality locality(Fields f) {
    List<Constraint> prefer = f.objects("prefer", RunSpecReader::constraint);
    if (prefer.isEmpty()) {
      f.broken("prefer", "is missing: where is the data, the best place first?");
    } else if (prefer.size() > MAX_PLACES) {
      f.broken("prefer", "must be " + MAX_PLACES + " at most");
    }
    return new Locality(
        prefer,
        f.integer("waitSeconds", 0, MAX_WAIT).map(Duration::ofSeconds).orElse(Locality.USUAL_WAIT));
  }

  /** One that would be given up before any place will do would have said a constraint instead. */
  static void check(Fields job, Extensions extensions, Optional<RunSpec> run) {
    Optional<Locality> locality = extensions.locality();
    if (locality.isPresent()
        && run.isPresent()
        && locality.get().longest().compareTo(run.get().maxLaunchDelay()) >= 0) {
      job.broken(
          "batch/locality/waitSeconds",
          "all waits together, %d s, must be less than maxLaunchDelay, %d s"
              .formatted(
                  locality.get().longest().toSeconds(), run.get().maxLaunchDelay().toSeconds()));
    }
  }

  static void write(Locality locality, ObjectNode batch) {
    ObjectNode out = batch.putObject("locality");
    ArrayNode prefer = out.putArray("prefer");
    locality.prefer().forEach(place -> JobWriter.write(place, prefer.addObject()));
    out.put("waitSeconds", locality.patience().toSeconds());
  }
}
