package io.proffer.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Why a framework gets no offers, from what the master knows. */
public final class FrameworkWaiting {

  private final JsonNode all;
  private final QuotaReasons quotas;
  private final int row;

  private FrameworkWaiting(JsonNode all, QuotaReasons quotas, int row) {
    this.all = all;
    this.quotas = quotas;
    this.row = row;
  }

  /** Asks a master about a framework by its id, how that begins, or its name. */
  public static Optional<FrameworkWaiting> find(MasterClient master, String wanted) {
    JsonNode all = master.get("/dashboard/snapshot");
    QuotaReasons quotas = new QuotaReasons(master.get("/roles"));
    JsonNode ids = all.path("frameworks").path("id");
    JsonNode names = all.path("frameworks").path("name");
    Optional<FrameworkWaiting> beginsSo = Optional.empty();
    for (int i = ids.size() - 1; i >= 0; i--) {
      String id = ids.path(i).asText();
      if (id.equals(wanted) || names.path(i).asText().equals(wanted)) {
        return Optional.of(new FrameworkWaiting(all, quotas, i));
      }
      if (id.startsWith(wanted)) {
        beginsSo = Optional.of(new FrameworkWaiting(all, quotas, i));
      }
    }
    return beginsSo;
  }

  /** Its name. */
  public String name() {
    return column("name").asText();
  }

  /** All there is to tell, the most pressing first. */
  public List<String> reasons() {
    String up = few("up");
    if (up.equals("completed")) {
      return List.of("it has ended");
    }
    if (!up.equals("connected")) {
      return List.of(
          "it is not connected, so it is offered nothing; its tasks run on for %d s"
              .formatted(column("failover").asLong()));
    }
    List<String> reasons = new ArrayList<>();
    suppressed(reasons);
    long held = held();
    if (held > 0) {
      reasons.add(
          held == 1
              ? "it has not answered an offer that it holds"
              : "it has not answered the " + held + " offers that it holds");
    }
    if (reasons.isEmpty()) {
      reasons.addAll(quotas.of(roles()));
      free(reasons);
      reasons.add(
          "of the %d offers it was made it accepted %d and declined %d; what it declines it is not offered again until its filter ends, or it revives"
              .formatted(
                  column("offers").asLong(),
                  column("accepted").asLong(),
                  column("declined").asLong()));
    }
    return reasons;
  }

  private void suppressed(List<String> reasons) {
    SortedSet<String> roles = roles();
    TreeSet<String> suppressed = new TreeSet<>();
    column("suppressed").forEach(role -> suppressed.add(role.asText()));
    if (!roles.isEmpty() && suppressed.containsAll(roles)) {
      reasons.add("it wants no offers for now: it has suppressed " + String.join(", ", roles));
    } else if (!suppressed.isEmpty()) {
      reasons.add("it wants no offers for " + String.join(", ", suppressed));
    }
  }

  private SortedSet<String> roles() {
    SortedSet<String> roles = new TreeSet<>();
    column("roles").forEach(role -> roles.add(role.asText()));
    return roles;
  }

  private long held() {
    JsonNode offers = all.path("offers");
    long held = 0;
    for (int i = 0; i < offers.path("id").size(); i++) {
      String holder = few(offers, "framework", i);
      held += holder.equals(column("id").asText()) ? 1 : 0;
    }
    return held;
  }

  /** Whether there would be anything to offer. */
  private void free(List<String> reasons) {
    JsonNode agents = all.path("agents");
    int count = agents.path("id").size();
    int with = 0;
    for (int i = 0; i < count; i++) {
      with += free(agents, "cpus", i) > 0 && free(agents, "mem", i) > 0 ? 1 : 0;
    }
    if (count == 0) {
      reasons.add("there is no agent, so there is nothing to offer");
    } else if (with == 0) {
      reasons.add("no agent of the " + count + " has cpus and memory that are free");
    } else {
      reasons.add("%d of %d agents have cpus and memory that are free".formatted(with, count));
    }
  }

  private static double free(JsonNode agents, String name, int i) {
    return cell(agents, name, i).asDouble()
        - cell(agents, "used_" + name, i).asDouble()
        - cell(agents, "offered_" + name, i).asDouble();
  }

  private JsonNode column(String name) {
    return cell(all.path("frameworks"), name, row);
  }

  private String few(String name) {
    return few(all.path("frameworks"), name, row);
  }

  /** Of a column of numbers that are all the same there is one. */
  private static JsonNode cell(JsonNode columns, String name, int i) {
    JsonNode cells = columns.path(name);
    return cells.path(cells.size() == 1 ? 0 : i);
  }

  private static String few(JsonNode columns, String name, int i) {
    return columns.path(name + "_").path(cell(columns, name, i).asInt()).asText();
  }
}
