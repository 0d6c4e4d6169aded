package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.kernel.Attempt;
import io.proffer.batch.kernel.Indexes;
import io.proffer.batch.kernel.Pace;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Second tasks of indexes, and how long indexes take, as JSON; nothing where there are none. */
final class CopyRecords {

  private CopyRecords() {}

  static void write(Map<Integer, Attempt> copies, Pace pace, ObjectNode to) {
    if (!copies.isEmpty()) {
      ArrayNode out = to.putArray("copies");
      copies.forEach(
          (index, copy) -> {
            ObjectNode one = out.addObject().put("index", index);
            Records.write(copy, one.putObject("attempt"));
          });
    }
    if (!pace.equals(Pace.UNKNOWN)) {
      to.putObject("pace")
          .put("ended", pace.ended())
          .put("medianMs", pace.median().toMillis())
          .put("copies", pace.copies())
          .put("won", pace.won());
    }
  }

  static void read(JsonNode in, Indexes into) {
    for (JsonNode one : in.path("copies")) {
      into.setCopy(one.path("index").asInt(), Optional.of(Records.attempt(one.path("attempt"))));
    }
    JsonNode known = in.path("pace");
    Pace pace =
        new Pace(
            known.path("ended").asInt(),
            Duration.ofMillis(known.path("medianMs").asLong()),
            known.path("copies").asInt(),
            known.path("won").asInt());
    if (pace.isAfter(into.pace())) {
      into.setPace(pace);
    }
  }
}
