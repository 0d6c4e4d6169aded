package io.proffer.service.kernel;

import io.proffer.service.model.App;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.ConfigUse;
import io.proffer.service.model.PathId;
import io.proffer.service.model.SealedSecret;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Configuration and secrets that the framework keeps, and which apps must be restarted for a change
 * of them. An app is restarted once for a change; if that is rolled back it is left alone.
 */
final class Configs {

  private final ServiceState state;
  private final Outbox out;
  private final Map<PathId, Instant> tried = new HashMap<>();

  Configs(ServiceState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Has this configuration; empty when there are too many. */
  Optional<ConfigMap> set(String name, Map<String, String> entries, Instant now) {
    Optional<ConfigMap> known = state.config(name);
    if (known.filter(c -> c.entries().equals(entries)).isPresent()) {
      return known;
    }
    if (known.isEmpty() && state.configs().size() >= ConfigMap.MAX) {
      return Optional.empty();
    }
    ConfigMap next =
        new ConfigMap(name, known.map(ConfigMap::version).orElse(0L) + 1, now, entries);
    out.fact(new Fact.ConfigSet(next));
    return Optional.of(next);
  }

  /** Has it no more; the apps that use it, if any, and then it is kept. */
  Set<PathId> remove(String name) {
    Set<PathId> users = users(name);
    if (users.isEmpty() && state.config(name).isPresent()) {
      out.fact(new Fact.ConfigRemoved(name));
    }
    return users;
  }

  Set<PathId> users(String name) {
    Set<PathId> users = new TreeSet<>();
    for (App app : state.apps()) {
      if (app.spec().extension().configs().stream().anyMatch(use -> use.name().equals(name))) {
        users.add(app.id());
      }
    }
    return users;
  }

  /** Has this secret; empty when there are too many. */
  Optional<SealedSecret> seal(SealedSecret secret) {
    if (state.secret(secret.name()).isEmpty() && state.secrets().size() >= SealedSecret.MAX) {
      return Optional.empty();
    }
    out.fact(new Fact.SecretSet(secret));
    return Optional.of(secret);
  }

  boolean removeSecret(String name) {
    boolean known = state.secret(name).isPresent();
    if (known) {
      out.fact(new Fact.SecretRemoved(name));
    }
    return known;
  }

  /** The configurations that an app needs and that are not there. */
  static List<String> missing(App app, ServiceState state) {
    return app.spec().extension().configs().stream()
        .map(ConfigUse::name)
        .filter(name -> state.config(name).isEmpty())
        .toList();
  }

  /** The apps that lack something, and what. */
  Map<PathId, List<String>> missing() {
    Map<PathId, List<String>> all = new TreeMap<>();
    for (App app : state.apps()) {
      List<String> missing = missing(app, state);
      if (!missing.isEmpty()) {
        all.put(app.id(), missing);
      }
    }
    return all;
  }

  /** The versions of what an instance is given now, of that for which it is signalled. */
  static SortedMap<String, Long> delivered(App app, ServiceState state) {
    SortedMap<String, Long> versions = new TreeMap<>();
    app.spec().extension().configs().stream()
        .filter(use -> use.onChange() == ConfigUse.OnChange.SIGNAL)
        .flatMap(use -> state.config(use.name()).stream())
        .forEach(config -> versions.put(config.name(), config.version()));
    return versions;
  }

  /** The apps to be restarted now, each once for each change. */
  Set<PathId> outdated() {
    tried.keySet().removeIf(id -> state.app(id).isEmpty());
    Set<PathId> outdated = new TreeSet<>();
    for (App app : state.apps()) {
      Optional<Instant> changed = changedAt(app);
      boolean late =
          changed.filter(at -> at.isAfter(app.versions().lastConfigChangeAt())).isPresent();
      if (late
          && app.instances() > 0
          && state.deploymentOf(app.id()).isEmpty()
          && !changed.equals(Optional.ofNullable(tried.put(app.id(), changed.get())))) {
        outdated.add(app.id());
      }
    }
    return outdated;
  }

  /** When something was changed last that the app wants to be restarted for. */
  private Optional<Instant> changedAt(App app) {
    Stream<Instant> configs =
        app.spec().extension().configs().stream().flatMap(use -> changedAt(use).stream());
    Stream<Instant> secrets =
        app.spec().extension().onSecretChange() == ConfigUse.OnChange.RESTART
            ? app.spec().secrets().sources().values().stream()
                .flatMap(source -> state.secret(source).stream())
                .map(SealedSecret::changedAt)
            : Stream.empty();
    return Stream.concat(configs, secrets).max(Instant::compareTo);
  }

  private Optional<Instant> changedAt(ConfigUse use) {
    return switch (use.onChange()) {
      case RESTART -> state.config(use.name()).map(ConfigMap::changedAt);
      case SIGNAL -> otherFilesSince(use.name());
      case NOTHING -> Optional.empty();
    };
  }

  /** A container cannot be given a file that it was launched without. */
  private Optional<Instant> otherFilesSince(String name) {
    Optional<Instant> since = Optional.empty();
    Optional<ConfigMap> before = Optional.empty();
    for (ConfigMap version : state.configVersions(name)) {
      if (before
          .filter(b -> !b.entries().keySet().equals(version.entries().keySet()))
          .isPresent()) {
        since = Optional.of(version.changedAt());
      }
      before = Optional.of(version);
    }
    return since;
  }
}
