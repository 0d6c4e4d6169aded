package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why an app has not all that it shall have.
 *
 * @param lines for people
 * @param told for programs
 */
public record AppReasons(List<String> lines, JsonNode told) {

  /** Keeps its own copy. */
  public AppReasons {
    lines = List.copyOf(lines);
  }

  /**
   * Asks the framework; of a Marathon, which says less, it is guessed.
   *
   * @param app as {@code /v2/apps/...} tells of it
   */
  public static AppReasons of(ServiceClient service, JsonNode app) {
    Optional<JsonNode> told = service.find("/proffer/v1/apps" + app.path("id").asText() + "/why");
    return told.map(AppReasons::explained).orElseGet(() -> guessed(service, app));
  }

  private static AppReasons explained(JsonNode told) {
    List<String> lines = new ArrayList<>();
    for (JsonNode reason : told.path("reasons")) {
      lines.add(
          "%s (%d of %d): %s"
              .formatted(
                  reason.path("reason").asText(),
                  reason.path("count").asInt(),
                  reason.path("of").asInt(),
                  reason.path("message").asText()));
      lines.add("  " + reason.path("help").asText());
    }
    return new AppReasons(lines, told);
  }

  private static AppReasons guessed(ServiceClient service, JsonNode app) {
    List<String> reasons = Waiting.of(service, app).reasons();
    ArrayNode json = new JsonMapper().createArrayNode();
    reasons.forEach(json::add);
    return new AppReasons(reasons, json);
  }
}
