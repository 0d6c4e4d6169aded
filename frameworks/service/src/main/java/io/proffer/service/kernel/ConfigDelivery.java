package io.proffer.service.kernel;

import com.google.protobuf.ByteString;
import io.proffer.core.protocol.FileRefresh;
import io.proffer.core.protocol.TaskSignal;
import io.proffer.service.model.App;
import io.proffer.service.model.ConfigMap;
import io.proffer.service.model.ConfigUse;
import io.proffer.service.model.PathId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings changed configuration to instances that run, where their apps have them signalled for it:
 * their agents write the files anew, and say so. Until they do they are asked again. What an
 * instance has is stored with it, so that another process goes on from there; when it was asked is
 * not.
 */
final class ConfigDelivery {

  private static final Duration RETRY = Duration.ofSeconds(15);

  /** So many are asked at the same moment: a file may be large, and what is told not up to it. */
  private static final int MAX_AT_ONCE = 100;

  private record Key(String taskId, String config) {}

  private final ServiceState state;
  private final Outbox out;

  /** When agents were asked last. */
  private final Map<Key, Instant> asked = new HashMap<>();

  /** How many may still be asked at this moment. */
  private int room;

  ConfigDelivery(ServiceState state, Outbox out) {
    this.state = state;
    this.out = out;
  }

  /** Asks the agents of the instances that have former versions. */
  void tick(Instant now) {
    room = MAX_AT_ONCE;
    asked.keySet().removeIf(key -> state.instance(key.taskId()).isEmpty());
    for (App app : state.apps()) {
      for (String name : signalled(app)) {
        state.config(name).ifPresent(config -> deliver(app, config, now));
      }
    }
  }

  private static Set<String> signalled(App app) {
    List<ConfigUse> configs = app.spec().extension().configs();
    Set<String> names = new TreeSet<>();
    for (ConfigUse use : configs) {
      if (use.onChange() == ConfigUse.OnChange.SIGNAL) {
        names.add(use.name());
      }
    }
    return names;
  }

  private void deliver(App app, ConfigMap config, Instant now) {
    for (Instance instance : state.instances(app.id())) {
      if (isBehind(instance, config) && hasTheFiles(config, instance)) {
        ask(instance, config, now);
      }
    }
  }

  /** The apps of which instances that run have former versions, and how many. */
  Map<PathId, Integer> outdated() {
    Map<PathId, Integer> outdated = new TreeMap<>();
    for (App app : state.apps()) {
      for (String name : signalled(app)) {
        state
            .config(name)
            .ifPresent(
                config ->
                    state.instances(app.id()).stream()
                        .filter(instance -> isBehind(instance, config))
                        .forEach(instance -> outdated.merge(app.id(), 1, Integer::sum)));
      }
    }
    return outdated;
  }

  private static boolean isBehind(Instance instance, ConfigMap config) {
    Long has = instance.extras().configs().get(config.name());
    return has != null
        && has < config.version()
        && instance.condition() == Condition.Running
        && !instance.isKilled();
  }

  /** Whether there are the same files as then; where that is forgotten the agent will say. */
  private boolean hasTheFiles(ConfigMap config, Instance instance) {
    Long has = instance.extras().configs().get(config.name());
    return state.configVersions(config.name()).stream()
        .filter(known -> has != null && known.version() == has)
        .allMatch(known -> known.entries().keySet().equals(config.entries().keySet()));
  }

  private void ask(Instance instance, ConfigMap config, Instant now) {
    Key key = new Key(instance.taskId(), config.name());
    Instant last = asked.get(key);
    if (room == 0 || (last != null && last.plus(RETRY).isAfter(now))) {
      return;
    }
    SortedMap<String, ByteString> files = new TreeMap<>();
    Optional<TaskSignal> signal = Optional.empty();
    for (ConfigUse use : uses(instance, config)) {
      use.directory()
          .ifPresent(
              directory ->
                  config
                      .entries()
                      .forEach(
                          (entry, value) ->
                              files.put(directory + "/" + entry, ByteString.copyFromUtf8(value))));
      signal = Optional.of(use.signal());
    }
    if (signal.isPresent()) {
      asked.put(key, now);
      room--;
      out.action(
          new Action.Refresh(
              instance.site().agentId(),
              instance.taskId(),
              new FileRefresh(config.name() + ":" + config.version(), files, signal)));
    }
  }

  /** How the instance uses it: as its app was when it was launched. */
  private List<ConfigUse> uses(Instance instance, ConfigMap config) {
    return state.launchedFrom(instance).stream()
        .flatMap(app -> app.spec().extension().configs().stream())
        .filter(use -> use.onChange() == ConfigUse.OnChange.SIGNAL)
        .filter(use -> use.name().equals(config.name()))
        .toList();
  }

  /** Where there was a problem the agent is asked again; it may have gone. */
  void answered(String taskId, FileRefresh.Answer answer) {
    int colon = answer.id().lastIndexOf(':');
    Optional<Instance> instance = state.instance(taskId);
    if (answer.problem().isPresent() || colon < 0 || instance.isEmpty()) {
      return;
    }
    String name = answer.id().substring(0, colon);
    Extras extras = instance.get().extras();
    Long has = extras.configs().get(name);
    long version = Long.parseLong(answer.id().substring(colon + 1));
    if (has != null && has < version) {
      asked.remove(new Key(taskId, name));
      out.fact(new Fact.InstanceSet(instance.get().withExtras(extras.withConfig(name, version))));
    }
  }
}
