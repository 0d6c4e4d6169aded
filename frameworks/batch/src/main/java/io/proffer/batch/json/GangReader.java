package io.proffer.batch.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.model.GangSpec;
import java.util.Optional;

/** Reads and writes what {@code batch} of a job says of a gang. */
final class GangReader {

  private GangReader() {}

  static Optional<GangSpec> read(Fields batch) {
    Optional<GangSpec> gang = batch.object("gang", GangReader::gang);
    if (gang.isPresent() && batch.has("array")) {
      batch.broken("gang", "gang and array exclude each other");
    }
    return gang;
  }

  private static GangSpec gang(Fields f) {
    Optional<Integer> size = f.integer("size", 1, GangSpec.MAX_SIZE);
    if (size.isEmpty() && !f.has("size")) {
      f.broken("size", "is missing: how many tasks are begun together?");
    }
    int all = size.orElse(1);
    return new GangSpec(
        all,
        f.integer("minAvailable", 1, all).orElse(all),
        f.seconds("startTimeoutSeconds", 1).orElse(GangSpec.USUAL_START_TIMEOUT));
  }

  static void write(GangSpec gang, ObjectNode batch) {
    batch
        .putObject("gang")
        .put("size", gang.size())
        .put("minAvailable", gang.minAvailable())
        .put("startTimeoutSeconds", gang.startTimeout().toSeconds());
  }
}
