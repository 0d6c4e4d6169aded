package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Deployments that people hold and let go on. */
public final class Steering {

  private static final String DEPLOYMENTS = "/proffer/v1/deployments";

  /** What a deployment waits for that is no lack of anything, and the command that ends it. */
  private static final Map<String, String> HELD =
      Map.of(
          "Paused", "; 'proffer app resume %s' lets it go on",
          "WaitsForPromotion", "; 'proffer app promote %s' finds them good",
          "WaitsForOthers", "",
          "ConfigMissing", "");

  private final ServiceClient service;
  private final String app;

  private Steering(ServiceClient service, String app) {
    this.service = service;
    this.app = app;
  }

  /** Of the deployment of an app. */
  public static Steering of(ServiceClient service, String id) {
    return new Steering(service, Definition.path(id));
  }

  /**
   * Pauses, resumes or promotes.
   *
   * @return what the framework answered, with the deployment's id
   * @throws CommandFailure when the app is not being deployed, or it is refused
   */
  public JsonNode steer(String verb) {
    JsonNode deployment =
        stream(service.get(DEPLOYMENTS).path("running"))
            .filter(this::concerns)
            .findFirst()
            .orElseThrow(
                () ->
                    CommandFailure.of(
                        ExitCode.NOT_FOUND,
                        "'" + app + "' is not being deployed",
                        "'proffer app list' shows what is."));
    String path = DEPLOYMENTS + "/" + deployment.path("id").asText() + "/" + verb;
    return service.send("POST", path, Optional.empty());
  }

  private boolean concerns(JsonNode deployment) {
    return Stream.of("affectedApps", "affectedPods")
        .flatMap(kind -> stream(deployment.path(kind)))
        .anyMatch(id -> id.asText().equals(app));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** What holds it, if somebody has to do something about it. */
  Optional<String> heldBy() {
    Optional<JsonNode> first =
        service.find("/proffer/v1/apps" + app + "/why").map(why -> why.path("reasons").path(0));
    return first
        .filter(reason -> HELD.containsKey(reason.path("reason").asText()))
        .map(
            reason ->
                reason.path("message").asText()
                    + HELD.getOrDefault(reason.path("reason").asText(), "").formatted(app));
  }
}
