package io.proffer.benchmarks.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.proffer.batch.json.InvalidObjectException;
import io.proffer.batch.json.JobReader;
import io.proffer.batch.model.Job;
import java.util.Optional;

/** The jobs of the benchmark. */
final class Jobs {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Jobs() {}

  /** As the API reads it. */
  static String json(String id, String batch, String schedules) {
    return ("{\"id\":\"%s\",\"batch\":{%s},\"schedules\":[%s],"
            + "\"run\":{\"cmd\":\"true\",\"cpus\":0.1,\"mem\":32,\"disk\":0}}")
        .formatted(id, batch, schedules);
  }

  static Job job(String json) {
    try {
      return JobReader.job(
          JSON.readValue(json, ObjectNode.class), Optional.empty(), JobReader.Schedules.TAKEN);
    } catch (JsonProcessingException | InvalidObjectException impossible) {
      throw new IllegalStateException(json + " is no job: " + impossible, impossible);
    }
  }
}
