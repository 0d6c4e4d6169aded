package io.proffer.master.http.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.allocator.Refused;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** What becomes of offers to a framework, and which it is not made, as JSON. */
public final class OfferFilters {

  private static final double MILLIS = 1000;

  private OfferFilters() {}

  /**
   * @param refused what it does not want to be offered
   */
  public static byte[] render(FrameworkId framework, Activity activity, Refused.Some refused) {
    return Json.object(
        out -> {
          counts(out, activity.offersTo(framework));
          out.writeArrayFieldStart("suppressed");
          for (Map.Entry<String, Instant> one : activity.suppressedSince(framework).entrySet()) {
            out.writeStartObject();
            out.writeStringField("role", one.getKey());
            out.writeNumberField("since", one.getValue().getEpochSecond());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeNumberField("refusals_in_all", refused.inAll());
          out.writeArrayFieldStart("refusals");
          for (Refused one : refused.first()) {
            write(out, one);
          }
          out.writeEndArray();
        });
  }

  private static void counts(JsonGenerator out, OfferCounts counts) throws IOException {
    out.writeObjectFieldStart("offers");
    out.writeNumberField("made", counts.made());
    out.writeNumberField("accepted", counts.accepted());
    out.writeNumberField("declined", counts.declined());
    out.writeNumberField("withdrawn", counts.withdrawn());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Refused one) throws IOException {
    out.writeStartObject();
    out.writeStringField("role", one.role());
    out.writeStringField("agent_id", one.agent().value());
    Sums sums = Sums.of(one.resources());
    for (String name : Sums.SCALARS) {
      out.writeFieldName(name);
      Json.millis(out, sums.millis(name));
    }
    out.writeNumberField("until", one.until().toEpochMilli() / MILLIS);
    out.writeEndObject();
  }
}
