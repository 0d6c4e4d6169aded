package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.kernel.Fact;
import io.proffer.batch.kernel.Failure;
import io.proffer.batch.kernel.Gang;
import io.proffer.batch.kernel.Lease;
import io.proffer.batch.model.JobId;
import java.time.Instant;
import java.util.Optional;

/** Gangs, and who gathers room, as JSON. */
final class GangRecords {

  private GangRecords() {}

  static ObjectNode write(Gang gang) {
    ObjectNode out = named(gang.job(), gang.run()).put("late", gang.late());
    gang.begunAt().ifPresent(at -> out.put("begunAt", at.toString()));
    gang.breakup()
        .ifPresent(
            why -> {
              ObjectNode breakup = out.putObject("breakup").put("failure", why.failure().name());
              breakup.put("late", why.late()).put("message", why.message());
              why.exitCode().ifPresent(code -> breakup.put("exitCode", code));
            });
    return out;
  }

  static Gang gang(JsonNode in) {
    JsonNode breakup = in.path("breakup");
    return new Gang(
        job(in),
        in.path("run").asText(),
        in.path("late").asInt(),
        Records.time(in, "begunAt"),
        breakup.isObject()
            ? Optional.of(
                new Gang.Breakup(
                    Failure.valueOf(breakup.path("failure").asText()),
                    breakup.path("late").asBoolean(),
                    breakup.has("exitCode")
                        ? Optional.of(breakup.path("exitCode").asInt())
                        : Optional.empty(),
                    breakup.path("message").asText()))
            : Optional.empty());
  }

  static ObjectNode write(Lease lease) {
    return named(lease.job(), lease.run()).put("until", lease.until().toString());
  }

  static Lease lease(JsonNode in, String pool) {
    Instant until = Records.time(in, "until").orElseThrow();
    return new Lease(pool, job(in), in.path("run").asText(), until);
  }

  static ObjectNode write(Fact.ReservedSet set) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("agent", set.agent())
        .put("at", set.at().toString());
  }

  static Fact.ReservedSet reserved(JsonNode in) {
    return new Fact.ReservedSet(in.path("agent").asText(), Records.time(in, "at").orElseThrow());
  }

  private static ObjectNode named(JobId job, String run) {
    return JsonNodeFactory.instance.objectNode().put("job", job.value()).put("run", run);
  }

  private static JobId job(JsonNode in) {
    return new JobId(in.path("job").asText());
  }
}
