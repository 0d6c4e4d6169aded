package io.proffer.agent;

import io.proffer.agent.kernel.ExecutorSettings;
import io.proffer.agent.kernel.MesosDuration;
import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.docker.DockerSettings;
import io.proffer.agent.runtime.docker.ImageSettings;
import io.proffer.agent.sandbox.fetch.FetchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an agent was started with, under Mesos' names where Mesos has them. */
final class AgentFlags {

  private AgentFlags() {}

  static SortedMap<String, String> of(AgentOptions options, AgentIdentity identity) {
    SortedMap<String, String> flags = new TreeMap<>();
    flags.put("ip", identity.ip());
    flags.put("port", Integer.toString(identity.port()));
    flags.put("hostname", identity.info().getHostname());
    flags.put("master", options.master());
    flags.put("work_dir", options.workDir().toString());
    addIsolation(flags, options.isolation());
    flags.put("containerizers", options.docker().isPresent() ? "docker,process" : "process");
    flags.put("sandbox_directory", DockerSettings.SANDBOX);
    flags.put("recover", "reconnect");
    addSandboxes(flags, options.sandboxes());
    addExecutors(flags, options.executors());
    addAuthentication(flags, options.authentication());
    options.docker().ifPresent(d -> flags.put("docker_socket", d));
    addImages(flags, options.images());
    options.log().ifPresent(f -> flags.put("external_log_file", f.toString()));
    options
        .oversubscription()
        .ifPresent(o -> flags.put("oversubscribed_resources_interval", span(o.interval())));
    options.resources().ifPresent(r -> flags.put("resources", r));
    options.attributes().ifPresent(a -> flags.put("attributes", a));
    return flags;
  }

  /** What the logins are is nobody's business. */
  private static void addImages(SortedMap<String, String> flags, ImageSettings images) {
    flags.put("docker_pull_timeout", images.pullTimeout().toMillis() / 1e3 + "secs");
    flags.put("docker_stall_timeout", images.stallTimeout().toMillis() / 1e3 + "secs");
    flags.put("image_disk_headroom", Double.toString(images.diskHeadroom()));
    flags.put("image_disk_watch_interval", images.diskWatchInterval().toMillis() / 1e3 + "secs");
  }

  private static void addIsolation(SortedMap<String, String> flags, IsolationOptions isolation) {
    flags.put("switch_user", Boolean.toString(isolation.switchUser()));
    flags.put("cgroups_enable_cfs", Boolean.toString(isolation.boundCpus()));
    flags.put("cgroups_limit_swap", Boolean.toString(isolation.limitSwap()));
    flags.put("enforce_container_disk_quota", Boolean.toString(isolation.enforceDiskQuota()));
    flags.put(
        "container_disk_watch_interval", isolation.diskWatchInterval().toMillis() / 1e3 + "secs");
    flags.put("pids_limit", Integer.toString(isolation.pidsLimit()));
    flags.put("private_tmp", Boolean.toString(isolation.privateTmp()));
  }

  private static void addSandboxes(SortedMap<String, String> flags, SandboxOptions options) {
    FetchSettings fetch = options.fetch();
    flags.put("fetcher_cache_dir", fetch.cacheDir().toString());
    flags.put("fetcher_cache_size", fetch.cacheBytes() + "B");
    flags.put("fetcher_stall_timeout", span(fetch.stallTimeout()));
    flags.put("gc_delay", span(options.collection().delay()));
    flags.put("gc_disk_headroom", Double.toString(options.collection().headroom()));
    flags.put("disk_watch_interval", span(options.collection().diskWatchInterval()));
    flags.put("frameworks_home", fetch.frameworksHome().map(Path::toString).orElse(""));
  }

  private static String span(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "secs"
        : duration.toMillis() + "ms";
  }

  private static void addAuthentication(SortedMap<String, String> flags, AgentAuthentication asks) {
    flags.put("authenticate_http_readonly", Boolean.toString(asks.readOnly()));
    flags.put("authenticate_http_readwrite", Boolean.toString(asks.readWrite()));
  }

  private static void addExecutors(SortedMap<String, String> flags, ExecutorOptions executors) {
    ExecutorSettings times = executors.times();
    flags.put("executor_registration_timeout", MesosDuration.write(times.registrationTimeout()));
    flags.put(
        "executor_reregistration_timeout", MesosDuration.write(times.reregistrationTimeout()));
    flags.put("executor_shutdown_grace_period", MesosDuration.write(times.shutdownGrace()));
    flags.put("recovery_timeout", MesosDuration.write(times.recoveryTimeout()));
    flags.put("authenticate_http_executors", Boolean.toString(executors.authenticate()));
  }
}
