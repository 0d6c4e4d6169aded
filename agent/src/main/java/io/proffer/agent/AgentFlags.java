package io.proffer.agent;

import io.proffer.agent.runtime.IsolationOptions;
import io.proffer.agent.runtime.docker.DockerSettings;
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
    options.docker().ifPresent(d -> flags.put("docker_socket", d));
    options.resources().ifPresent(r -> flags.put("resources", r));
    options.attributes().ifPresent(a -> flags.put("attributes", a));
    return flags;
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
}
