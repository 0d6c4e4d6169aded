package io.proffer.service.json;

import io.proffer.core.protocol.TaskSignal;
import io.proffer.service.model.AppSpec;
import io.proffer.service.model.ConfigUse;
import io.proffer.service.model.Extension;
import io.proffer.service.model.MendPolicy;
import io.proffer.service.model.RebalancePolicy;
import io.proffer.service.model.RolloutPolicy;
import io.proffer.service.model.StopPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the object {@code proffer} of an app. */
final class ExtensionReader {

  static final int SECONDS_MAX = 1_000_000_000;
  private static final int HEALTHY_SECONDS = 300;
  private static final int PROGRESS_SECONDS = 600;
  private static final int REBALANCE_SECONDS = 60;
  private static final int MAX_CONFIGS = 100;
  private static final Pattern CONFIG_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/._~%!$&'()*+,;=:@?-]*");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|");

  private ExtensionReader() {}

  static Extension read(Fields app, boolean single) {
    return app.object("proffer", f -> extension(f, single)).orElse(Extension.NONE);
  }

  /** What can be said only when the whole app is known. */
  static void check(Fields app, AppSpec spec) {
    Extension extension = spec.extension();
    int ports = spec.ports().size();
    extension
        .stop()
        .flatMap(StopPolicy::hook)
        .filter(hook -> hook.portIndex() >= ports)
        .ifPresent(
            hook ->
                app.broken(
                    "proffer/stop/preStop/portIndex",
                    "the app has " + ports + " ports, counted from 0"));
    if (spec.isResident() && extension.rollout().filter(p -> p.canariesOf(1) > 0).isPresent()) {
      app.broken(
          "proffer/deployment",
          "canaries and blueGreen cannot be combined with persistent volumes: an instance is"
              + " replaced where its volumes are");
    }
    if (spec.isResident() && extension.mending().isPresent()) {
      app.broken(
          "proffer/unhealthy",
          "cannot be combined with persistent volumes: nothing can take an instance's place before"
              + " it has ended");
    }
    if (spec.run().executor().isPresent()
        && extension.configs().stream()
            .anyMatch(use -> use.onChange() == ConfigUse.OnChange.SIGNAL)) {
      app.broken(
          "proffer/configs",
          "onChange SIGNAL cannot be combined with an executor: the agent looks after tasks without"
              + " one only");
    }
    if (extension.rebalance().isPresent() && (spec.isResident() || extension.indexed())) {
      app.broken(
          "proffer/rebalance",
          "cannot be combined with persistent volumes or indexed: nothing can take an instance's"
              + " place before it has ended");
    }
    if (extension.mending().isPresent() && spec.healthChecks().isEmpty()) {
      app.broken("proffer/unhealthy", "needs a health check: nothing else says what is healthy");
    }
  }

  private static Extension extension(Fields f, boolean single) {
    Optional<RolloutPolicy> rollout = f.object("deployment", ExtensionReader::rollout);
    boolean indexed = f.flag("indexed", false);
    if (single && rollout.filter(policy -> policy.canariesOf(1) > 0).isPresent()) {
      f.broken("deployment", "a single instance app cannot have a second instance to try");
    }
    if (indexed && rollout.filter(policy -> policy.canariesOf(1) > 0).isPresent()) {
      f.broken(
          "indexed", "cannot be combined with canaries or blueGreen: an index has one instance");
    }
    Optional<MendPolicy> mending = f.object("unhealthy", ExtensionReader::mending);
    if (indexed && mending.isPresent()) {
      f.broken("unhealthy", "cannot be combined with indexed: an index has one instance");
    }
    List<ConfigUse> configs = f.objects("configs", ExtensionReader::config);
    if (configs.size() > MAX_CONFIGS) {
      f.broken("configs", "must be at most " + MAX_CONFIGS);
    }
    return new Extension(
        rollout,
        f.flag("updateInPlace", false),
        indexed,
        f.object("stop", ExtensionReader::stop),
        mending,
        f.object(
            "rebalance",
            r ->
                new RebalancePolicy(
                    seconds(r, "everySeconds", REBALANCE_SECONDS, 1),
                    r.integer("skew", 2, 2, SECONDS_MAX))),
        f.object("autoscale", ScalingReader::read),
        configs,
        f.choice(
            "onSecretChange",
            ConfigUse.OnChange.NOTHING,
            Enum::name,
            new ConfigUse.OnChange[] {ConfigUse.OnChange.RESTART, ConfigUse.OnChange.NOTHING}));
  }

  private static RolloutPolicy rollout(Fields f) {
    RolloutPolicy policy =
        new RolloutPolicy(
            seconds(f, "healthyDeadlineSeconds", HEALTHY_SECONDS, 1),
            seconds(f, "progressDeadlineSeconds", PROGRESS_SECONDS, 1),
            f.flag("autoRollback", true),
            f.integer("batchSize", 0, 0, SECONDS_MAX),
            f.integer("canaries", 0, 0, SECONDS_MAX),
            f.flag("blueGreen", false),
            f.flag("autoPromote", false));
    if (policy.healthyDeadline().compareTo(policy.progressDeadline()) > 0) {
      f.broken(
          "healthyDeadlineSeconds",
          "must not be more than progressDeadlineSeconds: it never counts");
    }
    if (policy.blueGreen() && policy.canaries() > 0) {
      f.broken("canaries", "cannot be combined with blueGreen, where all new instances are tried");
    }
    if (policy.autoPromote() && policy.canaries() == 0 && !policy.blueGreen()) {
      f.broken("autoPromote", "needs canaries or blueGreen: nothing waits for a promotion");
    }
    return policy;
  }

  private static StopPolicy stop(Fields f) {
    return new StopPolicy(
        seconds(f, "drainSeconds", 0, 0),
        f.object(
            "preStop",
            hook -> {
              String path = hook.requiredText("path");
              if (!PATH.matcher(path).matches()) {
                hook.broken("path", "must begin with / and be fit for a URL");
              }
              return new StopPolicy.Hook(
                  path,
                  hook.integer("portIndex", 0, 0, SECONDS_MAX),
                  seconds(hook, "timeoutSeconds", 10, 1));
            }));
  }

  private static MendPolicy mending(Fields f) {
    if (!f.flag("replaceFirst", true)) {
      f.broken("replaceFirst", "must be true; leave 'unhealthy' out to have agents kill");
    }
    return new MendPolicy(
        f.integer("maxReplacements", 3, 1, SECONDS_MAX), seconds(f, "perSeconds", 600, 1));
  }

  private static ConfigUse config(Fields f) {
    String name = f.requiredText("name");
    if (!CONFIG_NAME.matcher(name).matches()) {
      f.broken("name", "must fully match regular expression '" + CONFIG_NAME.pattern() + "'");
    }
    Optional<String> directory = f.text("directory");
    if (directory.filter(d -> d.isEmpty() || d.contains("..")).isPresent()) {
      f.broken("directory", "must be a path without '..'");
    }
    String prefix = f.text("prefix", "");
    if (!PREFIX.matcher(prefix).matches()) {
      f.broken("prefix", "must be letters, digits and _");
    }
    if (directory.isPresent() && !prefix.isEmpty()) {
      f.broken("prefix", "is of variables; with directory the entries are files");
    }
    ConfigUse.OnChange onChange =
        f.choice("onChange", ConfigUse.OnChange.RESTART, Enum::name, ConfigUse.OnChange.values());
    if (onChange == ConfigUse.OnChange.SIGNAL && directory.isEmpty()) {
      f.broken("onChange", "SIGNAL needs a directory: variables of a process cannot be changed");
    }
    if (onChange != ConfigUse.OnChange.SIGNAL && f.text("signal").isPresent()) {
      f.broken("signal", "needs \"onChange\": \"SIGNAL\"");
    }
    TaskSignal signal = f.choice("signal", TaskSignal.SIGHUP, Enum::name, TaskSignal.values());
    return new ConfigUse(name, directory, prefix, onChange, signal);
  }

  static Duration seconds(Fields f, String name, int unset, int min) {
    return Duration.ofSeconds(f.integer(name, unset, min, SECONDS_MAX));
  }
}
