package io.proffer.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.proffer.cli.CommandFailure;
import io.proffer.cli.ExitCode;
import io.proffer.cli.Terminal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Follows a deployment to its end and tells what becomes of each instance. */
public final class Rollout {

  private static final long POLL_MS = 300;
  private static final Duration REASON_EVERY = Duration.ofSeconds(10);

  /** Not listed so often in a row: it has ended, and its event was missed. */
  private static final int UNLISTED = 6;

  private final ServiceClient service;
  private final Terminal terminal;
  private final Watched watched;
  private final Consumer<String> begun;
  private final Map<String, InstanceRow> known = new LinkedHashMap<>();

  /** One that tells on standard error. */
  public Rollout(ServiceClient service, Terminal terminal, Watched watched) {
    this(service, terminal, watched, deployment -> {});
  }

  /**
   * One that tells on standard error.
   *
   * @param begun is told the deployment's id as soon as there is one
   */
  public Rollout(
      ServiceClient service, Terminal terminal, Watched watched, Consumer<String> begun) {
    this.service = service;
    this.terminal = terminal;
    this.watched = watched;
    this.begun = begun;
  }

  /**
   * Asks for a change and waits until it is done.
   *
   * @param change asks; returns what the framework answered, with the deployment's id
   * @param timeout after which it is watched no more; it goes on
   * @return the apps as they are then
   * @throws CommandFailure when it is refused, fails, or is not done in time
   */
  public List<JsonNode> follow(Supplier<JsonNode> change, Duration timeout) {
    try (EndedDeployments ended = EndedDeployments.listen(service)) {
      for (InstanceRow instance : instances(watched.apps(service))) {
        known.put(instance.id(), instance);
      }
      String deployment = id(change.get());
      terminal.progress("Deployment " + deployment + " of " + watched.id() + " has begun.");
      begun.accept(deployment);
      return await(deployment, ended, timeout);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CommandFailure.of(ExitCode.INTERRUPTED, "interrupted; the deployment goes on");
    }
  }

  /** The deployment that an answer tells of. */
  public static String id(JsonNode answer) {
    return answer.path("deploymentId").asText();
  }

  private List<JsonNode> await(String first, EndedDeployments ended, Duration timeout)
      throws InterruptedException {
    long start = System.nanoTime();
    long reasonAt = start + REASON_EVERY.toNanos();
    int unlisted = 0;
    String deployment = first;
    while (true) {
      boolean over = ended.has(deployment) || unlisted >= UNLISTED;
      List<JsonNode> apps = watched.apps(service);
      tell(apps);
      if (over) {
        requireDone(deployment, ended, apps);
        Optional<String> other = underWay(apps, deployment);
        if (other.isEmpty()) {
          requireUp(apps);
          return apps;
        }
        deployment = other.get();
        unlisted = 0;
        terminal.progress("Deployment " + deployment + " is still about it, and is followed too.");
        begun.accept(deployment);
      }
      long now = System.nanoTime();
      if (now - start > timeout.toNanos()) {
        throw late(deployment, apps, timeout);
      }
      if (now > reasonAt) {
        terminal.progress(reason(apps).map(why -> "  waits: " + why).orElse("  in progress"));
        reasonAt += REASON_EVERY.toNanos();
      }
      unlisted = isListed(deployment) ? 0 : unlisted + 1;
      Thread.sleep(POLL_MS);
    }
  }

  /** What was asked for may be what an earlier deployment is still about. */
  private static Optional<String> underWay(List<JsonNode> apps, String but) {
    for (JsonNode app : apps) {
      for (JsonNode deployment : app.path("deployments")) {
        String id = deployment.path("id").asText();
        if (!id.equals(but)) {
          return Optional.of(id);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isListed(String deployment) {
    for (JsonNode listed : service.get("/v2/deployments")) {
      if (listed.path("id").asText().equals(deployment)) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> reason(List<JsonNode> apps) {
    return apps.stream().map(this::reason).filter(why -> !why.isEmpty()).findFirst();
  }

  private String reason(JsonNode app) {
    return Steering.of(service, app.path("id").asText())
        .heldBy()
        .orElseGet(() -> Waiting.of(service, app).topReason());
  }

  private void requireDone(String deployment, EndedDeployments ended, List<JsonNode> apps) {
    Optional<String> failure = ended.failure(deployment);
    if (failure.isEmpty() && !ended.has(deployment)) {
      boolean complete =
          apps.stream()
              .filter(app -> app.path("deployments").isEmpty())
              .allMatch(app -> !AppRow.state(app).equals("waiting"));
      failure = complete ? Optional.empty() : Optional.of("it was given up");
    }
    if (failure.isPresent()) {
      String why = reason(apps).map(reason -> "; " + reason).orElse("");
      throw CommandFailure.of(
          ExitCode.FAILED,
          "deployment " + deployment + " has failed: " + failure.get() + why,
          "See 'proffer app why "
              + watched.id()
              + "' and 'proffer app logs "
              + watched.id()
              + "'.");
    }
  }

  /** A deployment is done when instances have run; whether they still do is another matter. */
  private void requireUp(List<JsonNode> apps) {
    for (JsonNode app : apps) {
      JsonNode failure = app.path("lastTaskFailure");
      boolean ofThis = Blocks.isCurrent(failure.path("version").asText(), app);
      if (AppRow.state(app).equals("waiting") && ofThis) {
        throw CommandFailure.of(
            ExitCode.FAILED,
            "%s is deployed, but does not stay up: the last instance ended with %s: %s"
                .formatted(
                    app.path("id").asText(),
                    failure.path("state").asText(),
                    failure.path("message").asText()),
            "It is tried again, later and later. See 'proffer app logs %s --stderr'."
                .formatted(app.path("id").asText()));
      }
    }
  }

  private CommandFailure late(String deployment, List<JsonNode> apps, Duration timeout) {
    return CommandFailure.of(
        ExitCode.TIMED_OUT,
        "deployment %s is not done after %d s%s"
            .formatted(
                deployment, timeout.toSeconds(), reason(apps).map(why -> ": " + why).orElse("")),
        "It goes on. 'proffer app rollback' or 'proffer app deploy --force' changes its course.");
  }

  private void tell(List<JsonNode> apps) {
    Map<String, InstanceRow> present = new LinkedHashMap<>();
    instances(apps).forEach(instance -> present.put(instance.id(), instance));
    Blocks blocks = Blocks.of(apps);
    for (InstanceRow instance : present.values()) {
      InstanceRow last = known.get(instance.id());
      if (last == null || !last.state().equals(instance.state())) {
        terminal.progress(blocks.line(instance, instance.state()));
      }
    }
    for (InstanceRow gone : known.values()) {
      if (!present.containsKey(gone.id())) {
        terminal.progress(blocks.line(gone, "gone"));
      }
    }
    known.clear();
    known.putAll(present);
  }

  private static List<InstanceRow> instances(List<JsonNode> apps) {
    return apps.stream().flatMap(app -> InstanceRow.of(app).stream()).toList();
  }
}
