package io.proffer.batch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.kernel.IndexPlace;
import io.proffer.batch.kernel.IndexPlace.Place;
import io.proffer.batch.kernel.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where indexes ran, as JSON, which names each agent once. */
final class PlaceRecords {

  private PlaceRecords() {}

  /** Those of an array that goes on: many, and written often. */
  static void write(Places.Chunk chunk, ObjectNode out) {
    write(chunk.places(), out);
    out.put("ranOn", chunk.codes());
  }

  static Places.Chunk chunk(JsonNode in) {
    try {
      return in.has("ranOn")
          ? new Places.Chunk(places(in), in.path("ranOn").binaryValue())
          : new Places.Chunk(List.of(), new byte[0]);
    } catch (IOException broken) {
      throw new UncheckedIOException("where the indexes ran is broken", broken);
    }
  }

  /** The few that are remembered of an array that has ended. */
  static void write(List<IndexPlace> all, ObjectNode out) {
    Map<Place, Integer> numbers = new LinkedHashMap<>();
    ArrayNode indexes = out.putArray("ranOn");
    for (IndexPlace one : all) {
      int number = numbers.computeIfAbsent(one.place(), place -> numbers.size());
      indexes.add(one.index()).add(number).add(one.attempt());
    }
    write(numbers.keySet(), out);
  }

  static List<IndexPlace> read(JsonNode in) {
    List<Place> places = places(in);
    List<IndexPlace> all = new ArrayList<>();
    JsonNode indexes = in.path("ranOn");
    for (int i = 0; i + 2 < indexes.size(); i += 3) {
      all.add(
          new IndexPlace(
              indexes.path(i).asInt(),
              places.get(indexes.path(i + 1).asInt()),
              indexes.path(i + 2).asInt()));
    }
    return all;
  }

  private static void write(Collection<Place> places, ObjectNode out) {
    ArrayNode agents = out.putArray("agents");
    for (Place place : places) {
      agents.addArray().add(place.agentId()).add(place.hostname()).add(place.url());
    }
  }

  private static List<Place> places(JsonNode in) {
    List<Place> places = new ArrayList<>();
    for (JsonNode agent : in.path("agents")) {
      places.add(new Place(agent.path(0).asText(), agent.path(1).asText(), agent.path(2).asText()));
    }
    return places;
  }
}
