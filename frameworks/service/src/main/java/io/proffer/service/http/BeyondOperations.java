package io.proffer.service.http;

import static io.proffer.frameworks.common.openapi.Operation.delete;
import static io.proffer.frameworks.common.openapi.Operation.get;
import static io.proffer.frameworks.common.openapi.Operation.send;

import io.proffer.frameworks.common.openapi.Operation;
import java.util.List;

/** What can be asked for that Marathon's API has no path for. */
final class BeyondOperations {

  private static final String DEPLOYMENT = "/proffer/v1/deployments/{deployment}";
  private static final String AUTOSCALE = "/proffer/v1/apps/{id}/autoscale";
  private static final String WEBHOOK = "/proffer/v1/webhooks/{webhook}";
  private static final String CONFIG = "/proffer/v1/configs/{name}";
  private static final String SECRET = "/proffer/v1/secrets/{name}";

  static final List<Operation> ALL =
      List.of(
          get("/proffer/v1/deployments", "The deployments, also those that ended", "Any"),
          get(DEPLOYMENT, "A deployment", "Any"),
          send("POST", DEPLOYMENT + "/pause", "Replace and scale nothing more", "Any", "Any"),
          send("POST", DEPLOYMENT + "/resume", "Go on", "Any", "Any"),
          send("POST", DEPLOYMENT + "/promote", "The canaries are good", "Any", "Any"),
          send("POST", DEPLOYMENT + "/rollback", "Undo it", "Any", "Result"),
          send("POST", "/proffer/v1/apps/plan", "What a change would do", "App", "Any"),
          get("/proffer/v1/apps/{id}/why", "Why an app waits", "Any"),
          get("/proffer/v1/apps/{id}/history", "What became of its tasks", "Any"),
          get(
              "/proffer/v1/apps/{id}/versions/{version}",
              "How a version was written, and what was different in it",
              "Any"),
          get(AUTOSCALE, "What was measured, and what followed", "Any"),
          send("PUT", AUTOSCALE, "Have it scaled by what is measured", "Any", "Any"),
          delete(AUTOSCALE, "Leave its size alone", "Any"),
          get("/proffer/v1/webhooks", "Who is called when something happens", "Any"),
          send("POST", "/proffer/v1/webhooks", "Have a URL called", "Any", "Any").answering(201),
          get(WEBHOOK, "One of them", "Any"),
          send("PUT", WEBHOOK, "Change one", "Any", "Any"),
          delete(WEBHOOK, "Call it no more", "").answering(204),
          get("/proffer/v1/configs", "The configurations", "Any"),
          get(CONFIG, "A configuration", "Any"),
          send("PUT", CONFIG, "Make or change one", "Any", "Any"),
          delete(CONFIG, "Forget one that no app uses", ""),
          get(CONFIG + "/versions", "Its versions", "Any"),
          get("/proffer/v1/secrets", "The names of the secrets", "Any"),
          get(SECRET, "What is known of a secret, without its value", "Any"),
          send("PUT", SECRET, "Keep a secret", "Any", "Any"),
          delete(SECRET, "Forget one that no app uses", ""));

  private BeyondOperations() {}
}
