package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The scalar resources people ask for.
 *
 * @param cpus cores
 * @param memMb mebibytes
 * @param diskMb mebibytes
 */
public record Amounts(double cpus, double memMb, double diskMb) {

  /** The sums of a list of v1 resources. */
  static Amounts of(JsonNode resources) {
    return new Amounts(sum(resources, "cpus"), sum(resources, "mem"), sum(resources, "disk"));
  }

  /** Those of an object that names them, as older endpoints have it. */
  static Amounts named(JsonNode quantities) {
    return new Amounts(
        quantities.path("cpus").asDouble(),
        quantities.path("mem").asDouble(),
        quantities.path("disk").asDouble());
  }

  /** What is left of this when another is taken. */
  Amounts minus(Amounts taken) {
    return new Amounts(cpus - taken.cpus, memMb - taken.memMb, diskMb - taken.diskMb);
  }

  private static double sum(JsonNode resources, String name) {
    double sum = 0;
    for (JsonNode resource : resources) {
      if (resource.path("name").asText().equals(name)) {
        sum += resource.path("scalar").path("value").asDouble();
      }
    }
    return Math.round(sum * 1000) / 1000.0;
  }
}
