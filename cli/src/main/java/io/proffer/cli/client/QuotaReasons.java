package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What quotas have to do with it that a framework gets no offers, or smaller ones. */
final class QuotaReasons {

  private final JsonNode all;

  /**
   * @param all what {@code /roles} answers with
   */
  QuotaReasons(JsonNode all) {
    this.all = all.path("roles");
  }

  /** Of a framework that has these roles. */
  List<String> of(Iterable<String> roles) {
    Set<String> top = new LinkedHashSet<>();
    roles.forEach(role -> top.add(role.split("/", 2)[0]));
    List<String> reasons = new ArrayList<>();
    top.forEach(role -> limits(role, reasons));
    keptForOthers(top, reasons);
    return reasons;
  }

  private void limits(String name, List<String> reasons) {
    JsonNode role = role(name);
    JsonNode consumed = role.path("quota").path("consumed");
    role.path("quota")
        .path("limit")
        .properties()
        .forEach(
            limit -> {
              double taken =
                  consumed.path(limit.getKey()).asDouble()
                      + role.path("offered").path(limit.getKey()).asDouble();
              if (taken >= limit.getValue().asDouble() - 0.0005) {
                ObjectNode most = JsonNodeFactory.instance.objectNode();
                most.set(limit.getKey(), limit.getValue());
                reasons.add(
                    "its role %s is at the limit of its quota, %s: it is offered no more of that"
                        .formatted(name, ScalarAmounts.text(most)));
              }
            });
  }

  private void keptForOthers(Set<String> own, List<String> reasons) {
    for (JsonNode role : all) {
      JsonNode quota = role.path("quota");
      JsonNode missing = ScalarAmounts.missing(quota.path("guarantee"), quota.path("consumed"));
      String name = role.path("name").asText();
      if (!missing.isEmpty() && !own.contains(name)) {
        reasons.add(
            "%s of what is free is kept for role %s, to which its quota guarantees it"
                .formatted(ScalarAmounts.text(missing), name));
      }
    }
  }

  private JsonNode role(String name) {
    for (JsonNode role : all) {
      if (role.path("name").asText().equals(name)) {
        return role;
      }
    }
    return JsonNodeFactory.instance.missingNode();
  }
}
