package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.output.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Why an app has not all the instances that it shall have, from what the framework knows. */
public final class Waiting {

  private final JsonNode app;
  private final JsonNode entry;

  private Waiting(JsonNode app, JsonNode entry) {
    this.app = app;
    this.entry = entry;
  }

  /** Asks a framework about an app that it was asked for with its tasks. */
  public static Waiting of(ServiceClient service, JsonNode app) {
    JsonNode queue = service.get("/v2/queue").path("queue");
    for (JsonNode entry : queue) {
      if (entry.path("app").path("id").equals(app.path("id"))) {
        return new Waiting(app, entry);
      }
    }
    return new Waiting(app, queue.path(-1));
  }

  /** The first thing to look at, in a sentence; empty when there is nothing to tell. */
  public String topReason() {
    return reasons().stream().findFirst().orElse("");
  }

  /** All there is to tell, the most pressing first. */
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (!entry.isMissingNode()) {
      delay(reasons);
      offers(reasons);
    }
    instances(reasons);
    return reasons;
  }

  /** Whether some instance is not even launched. */
  public boolean isUnplaced() {
    return entry.path("count").asInt() > 0;
  }

  private void delay(List<String> reasons) {
    long seconds = entry.path("delay").path("timeLeftSeconds").asLong();
    JsonNode failure = app.path("lastTaskFailure");
    if (seconds > 0) {
      String why =
          failure.isMissingNode()
              ? "because instances have failed"
              : "because the last one ended with %s: %s"
                  .formatted(failure.path("state").asText(), failure.path("message").asText());
      reasons.add("the next launch waits %d s %s".formatted(seconds, why));
    }
  }

  private void offers(List<String> reasons) {
    int count = entry.path("count").asInt();
    JsonNode summary = entry.path("processedOffersSummary");
    List<JsonNode> declined = new ArrayList<>();
    summary.path("rejectSummaryLastOffers").forEach(declined::add);
    declined.removeIf(reason -> reason.path("declined").asInt() == 0);
    declined.sort(
        Comparator.comparingInt((JsonNode reason) -> reason.path("declined").asInt()).reversed());
    for (JsonNode reason : declined) {
      reasons.add(
          "%s: %s; so say the last offers of %d of %d agents"
              .formatted(
                  instances(count),
                  words(reason.path("reason").asText()),
                  reason.path("declined").asInt(),
                  reason.path("processed").asInt()));
    }
    if (declined.isEmpty() && count > 0) {
      reasons.add(instances(count) + ": no offer has come yet that was not of use");
    }
  }

  private static String instances(int count) {
    return count == 1 ? "one instance waits" : count + " instances wait";
  }

  private String words(String reason) {
    return switch (reason) {
      case "InsufficientCpus" -> "not enough cpus, each needs " + number("cpus");
      case "InsufficientMemory" -> "not enough memory, each needs " + number("mem") + " MB";
      case "InsufficientDisk" -> "not enough disk, each needs " + number("disk") + " MB";
      case "InsufficientGpus" -> "not enough gpus, each needs " + number("gpus");
      case "InsufficientPorts" -> "the ports it asks for are not free";
      case "UnfulfilledConstraint" -> "its constraints " + app.path("constraints") + " do not hold";
      case "UnfulfilledRole" -> "what is left is of another role";
      case "NoCorrespondingReservationFound" -> "its reserved resources are not there";
      case "AgentMaintenance" -> "the agent is to be maintained";
      case "DeclinedScarceResources" -> "scarce resources are kept for those who need them";
      default -> reason;
    };
  }

  private String number(String field) {
    return new Cell.Amount(app.path(field).asDouble()).text();
  }

  private void instances(List<String> reasons) {
    for (InstanceRow instance : InstanceRow.of(app)) {
      switch (instance.state()) {
        case "unhealthy" ->
            reasons.add(
                instance.shortId() + " at " + instance.address() + " fails its health check");
        case "running" -> {
          if (!app.path("healthChecks").isEmpty()) {
            reasons.add(
                instance.shortId()
                    + " at "
                    + instance.address()
                    + " has not passed its health check yet");
          }
        }
        case "staging", "starting" ->
            reasons.add(instance.shortId() + " is being started on " + instance.host());
        case "unreachable" ->
            reasons.add(instance.shortId() + ": its agent " + instance.host() + " does not answer");
        default -> {}
      }
    }
  }
}
