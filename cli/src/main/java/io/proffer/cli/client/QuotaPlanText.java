package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What would follow from a quota, for people to read. */
public final class QuotaPlanText {

  private QuotaPlanText() {}

  /** One line for each thing that would follow. */
  public static List<String> lines(JsonNode plan) {
    List<String> lines = new ArrayList<>();
    for (JsonNode role : plan.path("roles")) {
      lines.add(
          "%s: guarantee %s -> %s, limit %s -> %s"
              .formatted(
                  role.path("role").asText(),
                  ScalarAmounts.text(role.path("before").path("guarantees")),
                  ScalarAmounts.text(role.path("after").path("guarantees")),
                  ScalarAmounts.text(role.path("before").path("limits")),
                  ScalarAmounts.text(role.path("after").path("limits"))));
      lines.add("  it consumes " + ScalarAmounts.text(role.path("consumed")));
      if (!role.path("excess").isEmpty()) {
        lines.add(
            "  that is %s more than the limit: it gets no more, and nothing is killed"
                .formatted(ScalarAmounts.text(role.path("excess"))));
      }
      if (!role.path("unmet").isEmpty()) {
        lines.add(
            "  it lacks %s, which is kept free for it"
                .formatted(ScalarAmounts.text(role.path("unmet"))));
      }
    }
    if (!plan.path("overcommitted").isEmpty()) {
      lines.add(
          "all roles would be guaranteed %s more than the cluster has, %s of %s"
              .formatted(
                  ScalarAmounts.text(plan.path("overcommitted")),
                  ScalarAmounts.text(plan.path("guaranteed")),
                  ScalarAmounts.text(plan.path("capacity"))));
    }
    for (JsonNode offer : plan.path("rescinded")) {
      lines.add(
          "offer %s to %s (role %s) of %s would be taken back"
              .formatted(
                  offer.path("id").asText(),
                  offer.path("framework_id").asText(),
                  offer.path("role").asText(),
                  ScalarAmounts.text(offer.path("resources"))));
    }
    String problem = plan.path("problem").asText();
    if (!problem.isEmpty()) {
      lines.add(
          (plan.path("forcible").asBoolean() ? "refused without --force: " : "refused: ")
              + problem);
    }
    return lines;
  }
}
