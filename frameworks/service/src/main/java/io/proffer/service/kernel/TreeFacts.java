package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.HealthCheck;
import io.proffer.service.model.Retreat;
import io.proffer.service.model.Tree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes another tree the one that is wanted, in the facts that make the difference. */
final class TreeFacts {

  private static final int MAX_VERSIONS = 50;

  private final ServiceState state;
  private final Outbox out;

  TreeFacts(ServiceState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Versions are in order, whatever clocks say. */
  Instant nextVersion(Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.MILLIS);
    return time.isAfter(state.version()) ? time : state.version().plusMillis(1);
  }

  void replace(Tree from, Tree to, Instant version) {
    if (from.equals(to)) {
      return;
    }
    from.apps().keySet().stream()
        .filter(id -> !to.apps().containsKey(id))
        .forEach(
            id -> {
              out.fact(new Fact.AppUnwanted(id));
              tellChecks(from.apps().get(id), null);
            });
    to.apps()
        .forEach(
            (id, app) -> {
              if (!app.equals(from.apps().get(id))) {
                out.fact(new Fact.AppWanted(app));
                tellChecks(from.apps().get(id), app);
                forgetOldVersions(app);
              }
            });
    from.groups().keySet().stream()
        .filter(id -> !to.groups().containsKey(id))
        .forEach(id -> out.fact(new Fact.GroupRemoved(id)));
    to.groups()
        .forEach(
            (id, group) -> {
              if (!group.equals(from.groups().get(id))) {
                out.fact(new Fact.GroupSet(group));
              }
            });
    keepTheWayBack(from, to, version);
    out.fact(new Fact.TreeVersioned(version));
  }

  private void tellChecks(@Nullable App before, @Nullable App after) {
    List<HealthCheck> old = before == null ? List.of() : before.spec().healthChecks();
    List<HealthCheck> now = after == null ? List.of() : after.spec().healthChecks();
    if (before != null && !old.isEmpty() && !old.equals(now)) {
      out.notice(new Notice.HealthChecksRemoved(before.id()));
    }
    if (after != null && !old.equals(now)) {
      now.forEach(
          check ->
              out.notice(
                  new Notice.HealthCheckAdded(after.id(), after.versions().version(), check)));
    }
  }

  private void keepTheWayBack(Tree from, Tree to, Instant version) {
    List<Instant> known = state.archive().formerVersions();
    known.stream()
        .limit(Math.max(0, known.size() + 1 - Retreat.MAX_KEPT))
        .forEach(old -> out.fact(new Fact.RetreatForgotten(old)));
    out.fact(new Fact.RetreatKept(Retreat.of(from, to, version)));
  }

  private void forgetOldVersions(App app) {
    List<Instant> known = List.copyOf(state.versions(app.id()).keySet());
    for (Instant old : known.subList(0, Math.max(0, known.size() - MAX_VERSIONS))) {
      if (!old.equals(app.versions().version())) {
        out.fact(new Fact.VersionForgotten(app.id(), old));
      }
    }
  }
}
