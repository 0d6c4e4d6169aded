package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.cli.output.Document;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A framework with its filters, as {@code proffer framework show} shows it. */
public final class FrameworkDocument {

  private static final double MILLIS = 1000;

  private FrameworkDocument() {}

  /** A framework, by its id or its name, or how one begins. */
  public static Document find(MasterClient master, String wanted) {
    Document found = Found.framework(master, wanted);
    JsonNode told =
        master.get(
            "/dashboard/filters?framework="
                + URLEncoder.encode(found.name(), StandardCharsets.UTF_8));
    ObjectNode content = found.content().deepCopy();
    content.set("offer_counts", told.path("offers"));
    ArrayNode suppressed = content.putArray("suppressed");
    told.path("suppressed")
        .forEach(
            one ->
                suppressed
                    .addObject()
                    .put("role", one.path("role").asText())
                    .put("since", Instant.ofEpochSecond(one.path("since").asLong()).toString()));
    ObjectNode filters = content.putObject("filters");
    filters.put("in_all", told.path("refusals_in_all").asInt());
    ArrayNode last = filters.putArray("last_ending");
    for (JsonNode one : told.path("refusals")) {
      ObjectNode filter = one.deepCopy();
      long until = (long) (one.path("until").asDouble() * MILLIS);
      last.add(filter.put("until", Instant.ofEpochMilli(until).toString()));
    }
    return new Document(found.name(), content);
  }
}
