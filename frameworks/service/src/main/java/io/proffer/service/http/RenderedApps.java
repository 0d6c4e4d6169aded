package io.proffer.service.http;

import akka.util.ByteString;
import io.proffer.service.kernel.Instance;
import io.proffer.service.kernel.ReadinessResult;
import io.proffer.service.kernel.ServiceSnapshot;
import io.proffer.service.kernel.TaskFailure;
import io.proffer.service.model.App;
import io.proffer.service.model.PathId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Apps as they were rendered last: of a long list few have changed since somebody asked before.
 * Thread-safe.
 */
final class RenderedApps {

  /** How many ways to render them are remembered; more than are in use at the same time. */
  private static final int MAX_KINDS = 3;

  /** All that is shown of an app. What is large is another object whenever it is different. */
  private record Sources(
      App app,
      List<Instance> instances,
      SortedMap<Instant, App> versions,
      List<String> deployments,
      Optional<TaskFailure> failure,
      Optional<Instant> trial,
      List<ReadinessResult> readiness) {

    static Sources of(App app, ServiceSnapshot snapshot, Map<PathId, List<String>> deployments) {
      return new Sources(
          app,
          snapshot.instances(app.id()),
          snapshot.versions().getOrDefault(app.id(), Collections.emptySortedMap()),
          deployments.getOrDefault(app.id(), List.of()),
          Optional.ofNullable(snapshot.failures().get(app.id())),
          Optional.ofNullable(snapshot.trials().get(app.id())),
          snapshot.readiness(app.id()));
    }

    @SuppressWarnings("ReferenceEquality") // To compare all of it would take as long as to render.
    boolean areThose(Sources other) {
      return app == other.app
          && instances == other.instances
          && versions == other.versions
          && deployments.equals(other.deployments)
          && failure.equals(other.failure)
          && trial.equals(other.trial)
          && readiness.equals(other.readiness);
    }
  }

  private record Rendered(Sources from, String json) {}

  private final Map<Set<Embed>, Map<PathId, Rendered>> kinds = new LinkedHashMap<>();

  /** The list of these apps; only those of which something has changed are rendered. */
  Answer list(ServiceSnapshot snapshot, Predicate<App> filter, Set<Embed> embed) {
    Map<PathId, List<String>> deployments = deployments(snapshot);
    Map<PathId, Rendered> known = known(embed);
    StringBuilder out = new StringBuilder("{\"apps\":[");
    for (App app : snapshot.tree().apps().values()) {
      if (filter.test(app)) {
        out.append(out.charAt(out.length() - 1) == '[' ? "" : ",");
        out.append(rendered(known, app, snapshot, deployments, embed));
      }
    }
    if (known.size() > snapshot.tree().apps().size()) {
      known.keySet().removeIf(id -> !snapshot.tree().apps().containsKey(id));
    }
    ByteString body = ByteString.fromString(out.append("]}").toString(), StandardCharsets.UTF_8);
    return new Answer(200, body, "application/json", Map.of());
  }

  /** What is remembered of this kind; how long instances have lived changes all the time. */
  private Map<PathId, Rendered> known(Set<Embed> embed) {
    if (embed.contains(Embed.TASK_STATS)) {
      return new ConcurrentHashMap<>();
    }
    synchronized (this) {
      Map<PathId, Rendered> known = kinds.remove(embed);
      Map<PathId, Rendered> kept = known == null ? new ConcurrentHashMap<>() : known;
      kinds.put(Set.copyOf(embed), kept);
      if (kinds.size() > MAX_KINDS) {
        Iterator<Set<Embed>> oldest = kinds.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
      return kept;
    }
  }

  private static Map<PathId, List<String>> deployments(ServiceSnapshot snapshot) {
    Map<PathId, List<String>> deployments = new HashMap<>();
    snapshot
        .deployments()
        .forEach(
            deployment ->
                deployment
                    .affected()
                    .forEach(
                        app ->
                            deployments
                                .computeIfAbsent(app, id -> new ArrayList<>())
                                .add(deployment.id())));
    return deployments;
  }

  private static String rendered(
      Map<PathId, Rendered> known,
      App app,
      ServiceSnapshot snapshot,
      Map<PathId, List<String>> deployments,
      Set<Embed> embed) {
    Sources now = Sources.of(app, snapshot, deployments);
    Rendered before = known.get(app.id());
    if (before != null && before.from().areThose(now)) {
      return before.json();
    }
    String json = AppJson.of(app, snapshot, embed).toString();
    known.put(app.id(), new Rendered(now, json));
    return json;
  }
}
